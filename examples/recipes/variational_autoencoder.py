"""A variational autoencoder as Keras 2's own examples have it: its loss is a symbol that is added to the model.

Kingma and Welling, "Auto-Encoding Variational Bayes", arXiv 1312.6114.
"""
import numpy as np

from keras import backend as K
from keras.layers import Input, Dense, Lambda
from keras.losses import binary_crossentropy
from keras.models import Model

SIZE, LATENT = 12, 2


def sampling(args):
    """Numbers of the normal distributions that the encoder tells."""
    z_mean, z_log_var = args
    batch, dim = K.shape(z_mean)[0], K.int_shape(z_mean)[1]
    epsilon = K.random_normal(shape=(batch, dim))
    return z_mean + K.exp(0.5 * z_log_var) * epsilon


def build():
    """The autoencoder, its encoder and its decoder."""
    inputs = Input(shape=(SIZE,), name='encoder_input')
    x = Dense(16, activation='relu')(inputs)
    z_mean = Dense(LATENT, name='z_mean')(x)
    z_log_var = Dense(LATENT, name='z_log_var')(x)
    z = Lambda(sampling, output_shape=(LATENT,), name='z')([z_mean, z_log_var])
    encoder = Model(inputs, [z_mean, z_log_var, z], name='encoder')

    latent_inputs = Input(shape=(LATENT,), name='z_sampling')
    x = Dense(16, activation='relu')(latent_inputs)
    decoder = Model(latent_inputs, Dense(SIZE, activation='sigmoid')(x), name='decoder')

    outputs = decoder(encoder(inputs)[2])
    vae = Model(inputs, outputs, name='vae')
    reconstruction_loss = SIZE * binary_crossentropy(inputs, outputs)
    kl_loss = -0.5 * K.sum(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis=-1)
    vae.add_loss(K.mean(reconstruction_loss + kl_loss))
    vae.compile(optimizer='adam')
    return vae, encoder, decoder


def data(count):
    """Rows of zeros with a run of ones, which begins at one of the first places."""
    starts = np.random.RandomState(0).randint(SIZE - 4, size=count)
    return (np.abs(np.arange(SIZE) - starts[:, None] - 1.5) < 2).astype('float32'), starts


def main():
    """Train, and tell how well codes say where the ones are."""
    np.random.seed(1)
    x, starts = data(512)
    vae, encoder, decoder = build()
    history = vae.fit(x, epochs=60, batch_size=32, verbose=0, validation_data=(x[:64], None))
    losses = history.history['loss']
    print('loss %.1f -> %.1f, of validation %.1f' % (losses[0], losses[-1], history.history['val_loss'][-1]))
    rebuilt = decoder.predict(encoder.predict(x)[0])
    print('%.0f%% of the places are rebuilt from %d numbers' % (100 * np.mean((rebuilt > 0.5) == (x > 0.5)), LATENT))


if __name__ == '__main__':
    main()
