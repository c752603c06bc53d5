"""What Keras 2's models have and hosts have no more."""


class NetworkManners(object):
    """Members of Keras 2.2.4's `keras.engine.network.Network`."""

    def to_yaml(self, **kwargs):
        """The model without its weights as YAML, in the form that JSON is too; ``kwargs`` are those of json.dumps."""
        return self.to_json(**kwargs)
