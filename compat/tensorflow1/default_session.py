"""The sessions whose ``as_default`` a thread is in, and ``eval`` of tensors, which computes in the innermost one."""
import threading


class _Entered(threading.local):
    """The sessions that a thread is in, the innermost last."""

    def __init__(self):
        self.sessions = []


entered = _Entered()


def default_session():
    """Returns the session whose ``as_default`` the thread is in, or None (TensorFlow 1.15 `tf.get_default_session`)."""
    return entered.sessions[-1] if entered.sessions else None


def evaluate(tensor, feed_dict=None, session=None):
    """Returns ``session.run(tensor, feed_dict)`` in that session or the default one: ``eval`` of tensors.

    Raises ValueError where there is neither.
    """
    session = default_session() if session is None else session
    if session is None:
        raise ValueError('Cannot evaluate a tensor using `eval()`: no default session is registered. Use `with '
                         'K.get_session().as_default()`, or pass one: eval(session=K.get_session()).')
    return session.run(tensor, feed_dict)
