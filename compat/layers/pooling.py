"""Keras 2's `keras.layers.pooling`: pooling layers."""
from compat.layers.stock import stock

AveragePooling1D = stock('AveragePooling1D')
AveragePooling2D = stock('AveragePooling2D')
AveragePooling3D = stock('AveragePooling3D')
GlobalAveragePooling1D = stock('GlobalAveragePooling1D')
GlobalAveragePooling2D = stock('GlobalAveragePooling2D')
GlobalAveragePooling3D = stock('GlobalAveragePooling3D')
GlobalMaxPooling1D = stock('GlobalMaxPooling1D')
GlobalMaxPooling2D = stock('GlobalMaxPooling2D')
GlobalMaxPooling3D = stock('GlobalMaxPooling3D')
MaxPooling1D = stock('MaxPooling1D')
MaxPooling2D = stock('MaxPooling2D')
MaxPooling3D = stock('MaxPooling3D')

AvgPool1D = AveragePooling1D
AvgPool2D = AveragePooling2D
AvgPool3D = AveragePooling3D
GlobalAvgPool1D = GlobalAveragePooling1D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalAvgPool3D = GlobalAveragePooling3D
GlobalMaxPool1D = GlobalMaxPooling1D
GlobalMaxPool2D = GlobalMaxPooling2D
GlobalMaxPool3D = GlobalMaxPooling3D
MaxPool1D = MaxPooling1D
MaxPool2D = MaxPooling2D
MaxPool3D = MaxPooling3D
