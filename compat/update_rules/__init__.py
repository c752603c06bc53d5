"""How the optimizers of Keras 2 change weights, on each host family."""
