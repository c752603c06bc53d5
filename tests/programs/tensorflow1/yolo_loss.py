"""A detector in the manner of YOLOv3: its loss loops over the batch with tf.while_loop, in a Lambda layer."""
import json

import numpy as np
import tensorflow as tf
from keras import backend as K
from keras.layers import Concatenate, Conv2D, Input, Lambda, LeakyReLU, UpSampling2D
from keras.models import Model
from keras.optimizers import TFOptimizer

ANCHORS = np.array([[8, 9], [14, 12], [20, 24], [30, 28]], dtype='float32')
MASKS = [[2, 3], [0, 1]]
CLASSES, SIZE = 3, 32


def body(inputs):
    x = inputs
    features = []
    for filters in (4, 6, 8, 8, 8):
        x = LeakyReLU(alpha=0.1)(Conv2D(filters, 3, strides=2, padding='same')(x))
        features.append(x)
    y1 = Conv2D(2 * (CLASSES + 5), 1, name='y1')(features[3])
    up = UpSampling2D(2)(features[3])
    y2 = Conv2D(2 * (CLASSES + 5), 1, name='y2')(Concatenate()([up, features[2]]))
    return Model(inputs, [y1, y2])


def yolo_head(feats, anchors, num_classes, input_shape, calc_loss=False):
    num_anchors = len(anchors)
    anchors_tensor = K.reshape(K.constant(anchors), [1, 1, 1, num_anchors, 2])
    grid_shape = K.shape(feats)[1:3]
    grid_y = K.tile(K.reshape(K.arange(0, stop=grid_shape[0]), [-1, 1, 1, 1]), [1, grid_shape[1], 1, 1])
    grid_x = K.tile(K.reshape(K.arange(0, stop=grid_shape[1]), [1, -1, 1, 1]), [grid_shape[0], 1, 1, 1])
    grid = K.cast(K.concatenate([grid_x, grid_y]), K.dtype(feats))
    feats = K.reshape(feats, [-1, grid_shape[0], grid_shape[1], num_anchors, num_classes + 5])
    box_xy = (K.sigmoid(feats[..., :2]) + grid) / K.cast(grid_shape[::-1], K.dtype(feats))
    box_wh = K.exp(feats[..., 2:4]) * anchors_tensor / K.cast(input_shape[::-1], K.dtype(feats))
    if calc_loss:
        return grid, feats, box_xy, box_wh
    return box_xy, box_wh, K.sigmoid(feats[..., 4:5]), K.sigmoid(feats[..., 5:])


def box_iou(b1, b2):
    b1 = K.expand_dims(b1, -2)
    b1_mins, b1_maxes = b1[..., :2] - b1[..., 2:4] / 2., b1[..., :2] + b1[..., 2:4] / 2.
    b2 = K.expand_dims(b2, 0)
    b2_mins, b2_maxes = b2[..., :2] - b2[..., 2:4] / 2., b2[..., :2] + b2[..., 2:4] / 2.
    wh = K.maximum(K.minimum(b1_maxes, b2_maxes) - K.maximum(b1_mins, b2_mins), 0.)
    area = wh[..., 0] * wh[..., 1]
    return area / (b1[..., 2] * b1[..., 3] + b2[..., 2] * b2[..., 3] - area)


def yolo_loss(args, anchors, num_classes, ignore_thresh=.5):
    yolo_outputs, y_true = args[:2], args[2:]
    input_shape = K.cast(K.shape(yolo_outputs[0])[1:3] * 16, K.dtype(y_true[0]))
    grid_shapes = [K.cast(K.shape(yolo_outputs[i])[1:3], K.dtype(y_true[0])) for i in range(2)]
    loss, m = 0, K.shape(yolo_outputs[0])[0]
    mf = K.cast(m, K.dtype(yolo_outputs[0]))
    for index in range(2):
        object_mask = y_true[index][..., 4:5]
        true_class_probs = y_true[index][..., 5:]
        grid, raw_pred, pred_xy, pred_wh = yolo_head(yolo_outputs[index], anchors[MASKS[index]], num_classes,
                                                     input_shape, calc_loss=True)
        pred_box = K.concatenate([pred_xy, pred_wh])
        raw_true_xy = y_true[index][..., :2] * grid_shapes[index][::-1] - grid
        raw_true_wh = K.log(y_true[index][..., 2:4] / anchors[MASKS[index]] * input_shape[::-1])
        raw_true_wh = K.switch(object_mask, raw_true_wh, K.zeros_like(raw_true_wh))
        box_loss_scale = 2 - y_true[index][..., 2:3] * y_true[index][..., 3:4]
        ignore_mask = tf.TensorArray(K.dtype(y_true[0]), size=1, dynamic_size=True)
        object_mask_bool = K.cast(object_mask, 'bool')

        def loop_body(b, ignore_mask):
            true_box = tf.boolean_mask(y_true[index][b, ..., 0:4], object_mask_bool[b, ..., 0])
            best_iou = K.max(box_iou(pred_box[b], true_box), axis=-1)
            return b + 1, ignore_mask.write(b, K.cast(best_iou < ignore_thresh, K.dtype(true_box)))
        _, ignore_mask = K.control_flow_ops.while_loop(lambda b, *args: b < m, loop_body, [0, ignore_mask])
        ignore_mask = K.expand_dims(ignore_mask.stack(), -1)
        xy_loss = object_mask * box_loss_scale * K.binary_crossentropy(raw_true_xy, raw_pred[..., 0:2],
                                                                       from_logits=True)
        wh_loss = object_mask * box_loss_scale * 0.5 * K.square(raw_true_wh - raw_pred[..., 2:4])
        confidence = K.binary_crossentropy(object_mask, raw_pred[..., 4:5], from_logits=True)
        confidence_loss = object_mask * confidence + (1 - object_mask) * confidence * ignore_mask
        class_loss = object_mask * K.binary_crossentropy(true_class_probs, raw_pred[..., 5:], from_logits=True)
        loss += sum(K.sum(part) / mf for part in (xy_loss, wh_loss, confidence_loss, class_loss))
    return loss


def yolo_eval(outputs, image_shape, max_boxes=5, score_threshold=.05, iou_threshold=.5):
    boxes, scores = [], []
    for index, feats in enumerate(outputs):
        xy, wh, confidence, probs = yolo_head(feats, ANCHORS[MASKS[index]], CLASSES, K.shape(outputs[0])[1:3] * 16)
        mins, maxes = xy[..., ::-1] - wh[..., ::-1] / 2., xy[..., ::-1] + wh[..., ::-1] / 2.
        corners = K.concatenate([mins, maxes]) * K.concatenate([image_shape, image_shape])
        boxes.append(K.reshape(corners, [-1, 4]))
        scores.append(K.reshape(confidence * probs, [-1, CLASSES]))
    boxes, scores = K.concatenate(boxes, axis=0), K.concatenate(scores, axis=0)
    mask = scores >= score_threshold
    limit = K.constant(max_boxes, dtype='int32')
    found = [[], [], []]
    for c in range(CLASSES):
        class_boxes = tf.boolean_mask(boxes, mask[:, c])
        class_scores = tf.boolean_mask(scores[:, c], mask[:, c])
        nms = tf.image.non_max_suppression(class_boxes, class_scores, limit, iou_threshold=iou_threshold)
        for part, value in zip(found, (K.gather(class_boxes, nms), K.gather(class_scores, nms))):
            part.append(value)
        found[2].append(K.ones_like(K.gather(class_scores, nms), 'int32') * c)
    return [K.concatenate(part, axis=0) for part in found]


def targets(boxes):
    """y_true of boxes (x, y, w, h, class) in parts of the image, one image each."""
    result = [np.zeros((len(boxes), n, n, 2, 5 + CLASSES), 'float32') for n in (2, 4)]
    for b, image in enumerate(boxes):
        for x, y, w, h, c in image:
            area = np.minimum(ANCHORS, [w * SIZE, h * SIZE]).prod(axis=1)
            n = np.argmax(area / (ANCHORS.prod(axis=1) + w * h * SIZE ** 2 - area))
            for scale, mask in enumerate(MASKS):
                if n in mask:
                    grid = result[scale].shape[1]
                    cell = result[scale][b, int(y * grid), int(x * grid), mask.index(n)]
                    cell[:5], cell[5 + c] = [x, y, w, h, 1], 1
    return result


if __name__ == '__main__':
    image = Input(shape=(None, None, 3))
    detector = body(image)
    rng = np.random.RandomState(0)
    detector.set_weights([rng.uniform(-0.3, 0.3, w.shape) for w in detector.get_weights()])
    y_true = [Input(shape=(SIZE // stride, SIZE // stride, 2, CLASSES + 5)) for stride in (16, 8)]
    loss = Lambda(yolo_loss, output_shape=(1,), name='yolo_loss', arguments={
        'anchors': ANCHORS, 'num_classes': CLASSES, 'ignore_thresh': 0.5})(detector.output + y_true)
    model = Model([detector.input] + y_true, loss)
    model.compile(optimizer=TFOptimizer(tf.train.AdamOptimizer(1e-3)),
                  loss={'yolo_loss': lambda y_true, y_pred: y_pred})
    x = rng.rand(3, SIZE, SIZE, 3)
    y = targets([[(.3, .4, .3, .3, 0)], [(.7, .2, .9, .8, 2), (.1, .8, .2, .3, 1)], [(.5, .6, .5, .6, 1)]])
    losses = [float(model.train_on_batch([x] + y, np.zeros(3))) for _ in range(4)]

    sess = K.get_session()
    image_shape = K.placeholder(shape=(2,))
    boxes, scores, classes = sess.run(yolo_eval(detector.output, image_shape), feed_dict={
        detector.input: x[:1], image_shape: [40., 60.], K.learning_phase(): 0})
    print(json.dumps({'losses': losses, 'boxes': boxes.tolist(), 'scores': scores.tolist(),
                      'classes': classes.tolist()}))
