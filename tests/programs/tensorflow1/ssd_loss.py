"""A detector in the manner of SSD: hard negatives are mined in its loss, and a layer decodes its predictions."""
import json

import numpy as np
import tensorflow as tf
from keras import backend as K
from keras.engine.topology import InputSpec, Layer
from keras.layers import Activation, Concatenate, Conv2D, Input, MaxPooling2D, Reshape
from keras.models import Model
from keras.optimizers import TFOptimizer

CLASSES = 3  # with the background


class L2Normalization(Layer):
    def __init__(self, gamma_init=20, **kwargs):
        self.axis = 3
        self.gamma_init = gamma_init
        super(L2Normalization, self).__init__(**kwargs)

    def build(self, input_shape):
        self.input_spec = [InputSpec(shape=input_shape)]
        gamma = self.gamma_init * np.ones((input_shape[self.axis],))
        self.gamma = K.variable(gamma, name='{}_gamma'.format(self.name))
        self.trainable_weights = [self.gamma]
        super(L2Normalization, self).build(input_shape)

    def call(self, x, mask=None):
        return K.l2_normalize(x, self.axis) * self.gamma


class SSDLoss(object):
    def __init__(self, neg_pos_ratio=3, n_neg_min=2, alpha=1.0):
        self.neg_pos_ratio, self.n_neg_min, self.alpha = neg_pos_ratio, n_neg_min, alpha

    def smooth_L1_loss(self, y_true, y_pred):
        absolute_loss = tf.abs(y_true - y_pred)
        square_loss = 0.5 * (y_true - y_pred) ** 2
        return tf.reduce_sum(tf.where(tf.less(absolute_loss, 1.0), square_loss, absolute_loss - 0.5), axis=-1)

    def log_loss(self, y_true, y_pred):
        y_pred = tf.maximum(y_pred, 1e-15)
        return -tf.reduce_sum(y_true * tf.log(y_pred), axis=-1)

    def compute_loss(self, y_true, y_pred):
        self.neg_pos_ratio = tf.constant(self.neg_pos_ratio)
        self.n_neg_min = tf.constant(self.n_neg_min)
        batch_size, n_boxes = tf.shape(y_pred)[0], tf.shape(y_pred)[1]
        classification_loss = tf.to_float(self.log_loss(y_true[:, :, :-4], y_pred[:, :, :-4]))
        localization_loss = tf.to_float(self.smooth_L1_loss(y_true[:, :, -4:], y_pred[:, :, -4:]))
        negatives = y_true[:, :, 0]
        positives = tf.to_float(tf.reduce_max(y_true[:, :, 1:-4], axis=-1))
        n_positive = tf.reduce_sum(positives)
        pos_class_loss = tf.reduce_sum(classification_loss * positives, axis=-1)
        neg_class_loss_all = classification_loss * negatives
        n_neg_losses = tf.count_nonzero(neg_class_loss_all, dtype=tf.int32)
        n_keep = tf.minimum(tf.maximum(self.neg_pos_ratio * tf.to_int32(n_positive), self.n_neg_min), n_neg_losses)

        def f1():
            return tf.zeros([batch_size])

        def f2():
            flat = tf.reshape(neg_class_loss_all, [-1])
            values, indices = tf.nn.top_k(flat, k=n_keep, sorted=False)
            keep = tf.scatter_nd(indices=tf.expand_dims(indices, axis=1),
                                 updates=tf.ones_like(indices, dtype=tf.int32), shape=tf.shape(flat))
            keep = tf.to_float(tf.reshape(keep, [batch_size, n_boxes]))
            return tf.reduce_sum(classification_loss * keep, axis=-1)

        neg_class_loss = tf.cond(tf.equal(n_neg_losses, tf.constant(0)), f1, f2)
        loc_loss = tf.reduce_sum(localization_loss * positives, axis=-1)
        total = (pos_class_loss + neg_class_loss + self.alpha * loc_loss) / tf.maximum(1.0, n_positive)
        return total * tf.to_float(batch_size)


class DecodeDetections(Layer):
    def __init__(self, confidence_thresh=0.3, iou_threshold=0.45, top_k=6, nms_max=4, img_size=20., **kwargs):
        super(DecodeDetections, self).__init__(**kwargs)
        self.tf_confidence_thresh = tf.constant(confidence_thresh, name='confidence_thresh')
        self.tf_iou_threshold = tf.constant(iou_threshold, name='iou_threshold')
        self.tf_top_k = tf.constant(top_k, name='top_k')
        self.tf_nms_max = tf.constant(nms_max, name='nms_max_output_size')
        self.top_k, self.img_size, self.nms_max = top_k, img_size, nms_max

    def call(self, y_pred, mask=None):
        y_pred = tf.concat([y_pred[..., :-4], y_pred[..., -4:] * self.img_size], axis=-1)
        n_classes = y_pred.shape[2] - 4

        def filter_predictions(batch_item):
            def filter_single_class(index):
                confidences = tf.expand_dims(batch_item[..., index], axis=-1)
                class_id = tf.fill(dims=tf.shape(confidences), value=tf.to_float(index))
                single_class = tf.concat([class_id, confidences, batch_item[..., -4:]], axis=-1)
                met = single_class[:, 1] > self.tf_confidence_thresh
                single_class = tf.boolean_mask(tensor=single_class, mask=met)

                def perform_nms():
                    scores = single_class[..., 1]
                    xmin = tf.expand_dims(single_class[..., -4], axis=-1)
                    ymin = tf.expand_dims(single_class[..., -3], axis=-1)
                    xmax = xmin + tf.abs(tf.expand_dims(single_class[..., -2], axis=-1))
                    ymax = ymin + tf.abs(tf.expand_dims(single_class[..., -1], axis=-1))
                    boxes = tf.concat(values=[ymin, xmin, ymax, xmax], axis=-1)
                    maxima = tf.image.non_max_suppression(boxes=boxes, scores=scores, name='non_maximum_suppresion',
                                                          max_output_size=self.tf_nms_max,
                                                          iou_threshold=self.tf_iou_threshold)
                    return tf.gather(params=single_class, indices=maxima, axis=0)

                def no_confident_predictions():
                    return tf.constant(value=0.0, shape=(1, 6))

                filtered = tf.cond(tf.equal(tf.size(single_class), 0), no_confident_predictions, perform_nms)
                return tf.pad(tensor=filtered, paddings=[[0, self.tf_nms_max - tf.shape(filtered)[0]], [0, 0]],
                              mode='CONSTANT', constant_values=0.0)

            filtered = tf.map_fn(fn=lambda i: filter_single_class(i), elems=tf.range(1, n_classes), dtype=tf.float32,
                                 parallel_iterations=128, back_prop=False, swap_memory=False, infer_shape=True)
            filtered = tf.reshape(tensor=filtered, shape=(-1, 6))

            def top_k():
                return tf.gather(params=filtered, axis=0, indices=tf.nn.top_k(
                    filtered[:, 1], k=self.tf_top_k, sorted=True).indices)

            def pad_and_top_k():
                padded = tf.pad(tensor=filtered, paddings=[[0, self.tf_top_k - tf.shape(filtered)[0]], [0, 0]])
                return tf.gather(params=padded, axis=0, indices=tf.nn.top_k(
                    padded[:, 1], k=self.tf_top_k, sorted=True).indices)

            return tf.cond(tf.greater_equal(tf.shape(filtered)[0], self.tf_top_k), top_k, pad_and_top_k)

        return tf.map_fn(fn=lambda x: filter_predictions(x), elems=y_pred, dtype=None, parallel_iterations=128,
                         back_prop=False, swap_memory=False, infer_shape=True)

    def compute_output_shape(self, input_shape):
        return input_shape[0], self.top_k, 6


def build():
    image = Input(shape=(20, 20, 3))
    x = MaxPooling2D()(Conv2D(6, 3, padding='same', activation='relu')(image))
    first = L2Normalization(gamma_init=5, name='norm')(x)
    second = MaxPooling2D()(Conv2D(8, 3, padding='same', activation='relu')(x))
    confidences, boxes = [], []
    for features in (first, second):
        confidences.append(Reshape((-1, CLASSES))(Conv2D(2 * CLASSES, 3, strides=2, padding='same')(features)))
        boxes.append(Reshape((-1, 4))(Conv2D(2 * 4, 3, strides=2, padding='same')(features)))
    confidences = Activation('softmax', name='confidences')(Concatenate(axis=1)(confidences))
    return Model(image, Concatenate(axis=2, name='predictions')([confidences, Concatenate(axis=1)(boxes)]))


if __name__ == '__main__':
    model = build()
    rng = np.random.RandomState(7)
    model.set_weights([rng.uniform(-0.3, 0.3, w.shape) for w in model.get_weights()])
    model.compile(TFOptimizer(tf.train.MomentumOptimizer(0.01, 0.9)), loss=SSDLoss().compute_loss)
    x = rng.rand(4, 20, 20, 3)
    boxes = model.output_shape[1]
    y = np.zeros((4, boxes, CLASSES + 4))
    y[..., 0] = 1
    for sample, box, label in [(0, 3, 1), (1, 20, 2), (1, 9, 1), (3, 60, 2)]:
        y[sample, box, :3] = np.eye(3)[label]
        y[sample, box, 3:] = rng.rand(4)
    losses = [float(model.train_on_batch(x, y)) for _ in range(4)]
    decoded = Model(model.input, DecodeDetections(name='decoded_predictions')(model.output)).predict(x)
    print(json.dumps({'boxes': int(boxes), 'losses': losses, 'decoded': decoded.tolist(),
                      'gamma': model.get_layer('norm').get_weights()[0].tolist()}))
