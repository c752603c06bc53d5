"""Keras 2's `keras.layers.convolutional`: convolutions, padding, cropping and upsampling."""
from compat import adapters
from compat.builtin_layers.bilinear import BilinearUpSampling
from compat.builtin_layers.checked_inputs import OneRankMixin, in_keras2_dialects
from compat.builtin_layers.convolutional_bases import _Conv, _Cropping, _SeparableConv, _UpSampling, _ZeroPadding
from compat.builtin_layers.convolution_op import ChannelsFirstByK, TransposedChannels, ConvolutionOp
from compat.builtin_layers.builtin import host_lacks, builtin


_checked = in_keras2_dialects(OneRankMixin)
_kernel = adapters.area('layers').KERNEL
_transposed = _checked + ((TransposedChannels,) if not adapters.current().channels_first else ())


def _convolution(name):
    """Returns a convolution with ``convolution_op(inputs, kernel)``, on older hosts too."""
    if host_lacks(name, 'convolution_op'):
        return builtin(name, ConvolutionOp, *_kernel + _checked)
    return builtin(name, *_kernel + _checked + ((ChannelsFirstByK,) if not adapters.current().channels_first else (
        )))


# On every host: Keras 3's Conv1D does not call its convolution_op, and that of tf.keras has no causal padding.
Conv1D = builtin('Conv1D', ConvolutionOp, *_kernel + _checked)
Conv2D = _convolution('Conv2D')
Conv3D = _convolution('Conv3D')
Conv2DTranspose = builtin('Conv2DTranspose', *_transposed)
Conv3DTranspose = builtin('Conv3DTranspose', *_transposed)
SeparableConv1D = builtin('SeparableConv1D', *_transposed)
SeparableConv2D = builtin('SeparableConv2D', *_transposed)
DepthwiseConv2D = builtin('DepthwiseConv2D', *_transposed)
UpSampling1D = builtin('UpSampling1D')
UpSampling2D = builtin('UpSampling2D', BilinearUpSampling)
UpSampling3D = builtin('UpSampling3D')
ZeroPadding1D = builtin('ZeroPadding1D')
ZeroPadding2D = builtin('ZeroPadding2D')
ZeroPadding3D = builtin('ZeroPadding3D')
Cropping1D = builtin('Cropping1D')
Cropping2D = builtin('Cropping2D')
Cropping3D = builtin('Cropping3D')

# The bases of Keras 2, where the host has others.
for _base, _derived in ((_Conv, (Conv1D, Conv2D, Conv3D)), (_SeparableConv, (SeparableConv1D, SeparableConv2D)),
                        (Conv2D, (Conv2DTranspose, DepthwiseConv2D)), (Conv3D, (Conv3DTranspose,)),
                        (_UpSampling, (UpSampling1D, UpSampling2D, UpSampling3D)),
                        (_ZeroPadding, (ZeroPadding1D, ZeroPadding2D, ZeroPadding3D)),
                        (_Cropping, (Cropping1D, Cropping2D, Cropping3D))):
    for _layer in _derived:
        _base.register(_layer)

Convolution1D = Conv1D
Convolution2D = Conv2D
Convolution3D = Conv3D
SeparableConvolution1D = SeparableConv1D
SeparableConvolution2D = SeparableConv2D
Convolution2DTranspose = Conv2DTranspose
Deconvolution2D = Deconv2D = Conv2DTranspose
Deconvolution3D = Deconv3D = Conv3DTranspose
