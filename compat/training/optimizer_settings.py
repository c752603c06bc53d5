"""The settings of optimizers that are variables, as in Keras 2: K.set_value changes the steps that follow."""
import numpy as np

from compat import backend as K
from compat.training import optimizer_arguments as _arguments


class Setting:
    """A setting of an optimizer, momentum or another: its variable, or its number; a number that is set is put into it.

    An optimizer that was made without the setting has no such attribute.
    """

    def __set_name__(self, owner, name):
        self._name = name

    def __get__(self, optimizer, owner=None):
        if optimizer is None:
            return self
        values = optimizer.__dict__.get('_settings', {})
        if self._name not in values:
            raise AttributeError(f'{type(optimizer).__name__} has no setting {self._name}.')
        return values[self._name]

    def __set__(self, optimizer, value):
        values = optimizer.__dict__.setdefault('_settings', {})
        before = values.get(self._name)
        if hasattr(before, 'assign') and not K.is_tensor(value):
            K.set_value(before, value)
        else:
            values[self._name] = value


class SettingsMixin:
    """The settings of Keras 2's optimizers as attributes, and their numbers for configs."""

    momentum = Setting()
    decay = Setting()
    rho = Setting()
    beta_1 = Setting()
    beta_2 = Setting()

    def _have_settings(self, settings):
        """Let the optimizer have these settings: as variables those that are variables in the dialect."""
        kind, scope = self._kind, type(self).__name__
        values = self.__dict__['_settings'] = {}
        self.__dict__['_passed_settings'] = dict(settings)
        for name in ('momentum', 'decay', 'rho', 'beta_1', 'beta_2'):
            if name in settings:
                is_variable = name in _arguments.variables(kind)
                values[name] = K.variable(settings[name], name=f'{scope}/{name}') if is_variable else settings[name]
        if kind == 'Nadam' and _arguments.ARE_VARIABLES:
            self.__dict__['m_schedule'] = K.variable(1., name=f'{scope}/m_schedule')

    def _setting_variables(self):
        return [value for value in self.__dict__.get('_settings', {}).values() if hasattr(value, 'assign')]

    def _number_of(self, name):
        """A setting as the number that was passed, or as that which its variable has got since."""
        value = getattr(self, name)
        if not hasattr(value, 'assign'):
            return value
        return number_of(K.get_value(value), self.__dict__['_passed_settings'].get(name))


def number_of(value, passed):
    """The value of a variable as a number: the one that was passed while the variable still has it."""
    if not isinstance(value, (np.generic, np.ndarray)):  # no variable, but a number, or a schedule of the host
        return value
    return passed if isinstance(passed, (int, float)) and value == np.asarray(passed, value.dtype) else float(value)


def in_config(value):
    """A setting as a config has it: a variable's number is one of its dtype, 0.8999999761581421."""
    return float(K.get_value(value)) if hasattr(value, 'assign') else value
