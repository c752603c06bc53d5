"""Packages beside Keras that parts of Keras 2 need."""
import importlib

from compat.errors import MissingPackageError

# Module: what pip installs for it.
INSTALLED_BY = {'keras_applications': 'keras-applications==1.0.8'}


def import_module(name, needed_by):
    """Returns the module of that name.

    Raises MissingPackageError, an ImportError, where its package is one of these and is not installed.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name not in INSTALLED_BY:
            raise
        package = INSTALLED_BY[error.name]
        raise MissingPackageError(f'{needed_by} needs the package {package.partition("=")[0]}, which is not installed: '
                                  f'pip install {package}.') from error
