"""install() and uninstall(): `import keras` answered by compat, in this process."""
import contextlib


@contextlib.contextmanager
def host_modules():
    """While the host is imported, ``keras`` in sys.modules is the real one."""
    yield
