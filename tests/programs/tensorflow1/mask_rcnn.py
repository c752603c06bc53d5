"""Layers and losses in the manner of Mask R-CNN: proposals, pooling of regions, losses that are added to the model."""
import json

import keras
import keras.backend as K
import keras.engine as KE
import keras.layers as KL
import keras.models as KM
import numpy as np
import tensorflow as tf

BATCH, PROPOSALS, POOL, CLASSES, SIZE, STRIDE = 2, 6, 4, 3, 32, 8
DEVIATIONS = np.array([0.1, 0.1, 0.2, 0.2], dtype='float32')


def batch_slice(inputs, graph_fn, batch_size, names=None):
    if not isinstance(inputs, list):
        inputs = [inputs]
    outputs = []
    for i in range(batch_size):
        output_slice = graph_fn(*[x[i] for x in inputs])
        outputs.append(output_slice if isinstance(output_slice, (tuple, list)) else [output_slice])
    outputs = list(zip(*outputs))
    names = names or [None] * len(outputs)
    result = [tf.stack(o, axis=0, name=n) for o, n in zip(outputs, names)]
    return result[0] if len(result) == 1 else result


def anchors():
    boxes = []
    for y in range(SIZE // STRIDE):
        for x in range(SIZE // STRIDE):
            for scale in (8, 16):
                cy, cx = (y + .5) * STRIDE, (x + .5) * STRIDE
                boxes.append([cy - scale / 2, cx - scale / 2, cy + scale / 2, cx + scale / 2])
    return np.array(boxes, 'float32') / SIZE


def apply_box_deltas_graph(boxes, deltas):
    height, width = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    center_y, center_x = boxes[:, 0] + 0.5 * height, boxes[:, 1] + 0.5 * width
    center_y += deltas[:, 0] * height
    center_x += deltas[:, 1] * width
    height *= tf.exp(deltas[:, 2])
    width *= tf.exp(deltas[:, 3])
    y1, x1 = center_y - 0.5 * height, center_x - 0.5 * width
    return tf.stack([y1, x1, y1 + height, x1 + width], axis=1, name='apply_box_deltas_out')


def clip_boxes_graph(boxes, window):
    wy1, wx1, wy2, wx2 = tf.split(window, 4)
    y1, x1, y2, x2 = tf.split(boxes, 4, axis=1)
    clipped = tf.concat([tf.maximum(tf.minimum(y1, wy2), wy1), tf.maximum(tf.minimum(x1, wx2), wx1),
                         tf.maximum(tf.minimum(y2, wy2), wy1), tf.maximum(tf.minimum(x2, wx2), wx1)], axis=1)
    clipped.set_shape((clipped.shape[0], 4))
    return clipped


class ProposalLayer(KE.Layer):
    def __init__(self, proposal_count, nms_threshold, **kwargs):
        super(ProposalLayer, self).__init__(**kwargs)
        self.proposal_count, self.nms_threshold = proposal_count, nms_threshold

    def call(self, inputs):
        scores, deltas = inputs[0][:, :, 1], inputs[1] * np.reshape(DEVIATIONS, [1, 1, 4])
        boxes = inputs[2]
        pre_nms_limit = tf.minimum(20, tf.shape(boxes)[1])
        ix = tf.nn.top_k(scores, pre_nms_limit, sorted=True, name='top_anchors').indices
        scores = batch_slice([scores, ix], lambda x, y: tf.gather(x, y), BATCH)
        deltas = batch_slice([deltas, ix], lambda x, y: tf.gather(x, y), BATCH)
        pre_nms = batch_slice([boxes, ix], lambda a, x: tf.gather(a, x), BATCH, names=['pre_nms_anchors'])
        boxes = batch_slice([pre_nms, deltas], lambda x, y: apply_box_deltas_graph(x, y), BATCH)
        window = np.array([0, 0, 1, 1], dtype=np.float32)
        boxes = batch_slice(boxes, lambda x: clip_boxes_graph(x, window), BATCH)

        def nms(boxes, scores):
            indices = tf.image.non_max_suppression(boxes, scores, self.proposal_count, self.nms_threshold,
                                                   name='rpn_non_max_suppression')
            proposals = tf.gather(boxes, indices)
            padding = tf.maximum(self.proposal_count - tf.shape(proposals)[0], 0)
            return tf.pad(proposals, [(0, padding), (0, 0)])
        return batch_slice([boxes, scores], nms, BATCH)

    def compute_output_shape(self, input_shape):
        return (None, self.proposal_count, 4)


def log2_graph(x):
    return tf.log(x) / tf.log(2.0)


class PyramidROIAlign(KE.Layer):
    def __init__(self, pool_shape, **kwargs):
        super(PyramidROIAlign, self).__init__(**kwargs)
        self.pool_shape = tuple(pool_shape)

    def call(self, inputs):
        boxes, feature_maps = inputs[0], inputs[1:]
        y1, x1, y2, x2 = tf.split(boxes, 4, axis=2)
        roi_level = log2_graph(tf.sqrt((y2 - y1) * (x2 - x1)) * 2. + 1e-6)
        roi_level = tf.minimum(3, tf.maximum(2, 3 + tf.cast(tf.round(roi_level), tf.int32)))
        roi_level = tf.squeeze(roi_level, 2)
        pooled, box_to_level = [], []
        for i, level in enumerate(range(2, 4)):
            ix = tf.where(tf.equal(roi_level, level))
            level_boxes = tf.gather_nd(boxes, ix)
            box_indices = tf.cast(ix[:, 0], tf.int32)
            box_to_level.append(ix)
            level_boxes, box_indices = tf.stop_gradient(level_boxes), tf.stop_gradient(box_indices)
            pooled.append(tf.image.crop_and_resize(feature_maps[i], level_boxes, box_indices, self.pool_shape,
                                                   method='bilinear'))
        pooled, box_to_level = tf.concat(pooled, axis=0), tf.concat(box_to_level, axis=0)
        box_range = tf.expand_dims(tf.range(tf.shape(box_to_level)[0]), 1)
        box_to_level = tf.concat([tf.cast(box_to_level, tf.int32), box_range], axis=1)
        sorting = box_to_level[:, 0] * 100000 + box_to_level[:, 1]
        ix = tf.nn.top_k(sorting, k=tf.shape(box_to_level)[0]).indices[::-1]
        pooled = tf.gather(pooled, tf.gather(box_to_level[:, 2], ix))
        return tf.reshape(pooled, tf.concat([tf.shape(boxes)[:2], tf.shape(pooled)[1:]], axis=0))

    def compute_output_shape(self, input_shape):
        return input_shape[0][:2] + self.pool_shape + (input_shape[1][-1],)


def smooth_l1_loss(y_true, y_pred):
    diff = K.abs(y_true - y_pred)
    less_than_one = K.cast(K.less(diff, 1.0), 'float32')
    return (less_than_one * 0.5 * diff ** 2) + (1 - less_than_one) * (diff - 0.5)


def rpn_class_loss_graph(rpn_match, rpn_class_logits):
    rpn_match = tf.squeeze(rpn_match, -1)
    anchor_class = K.cast(K.equal(rpn_match, 1), tf.int32)
    indices = tf.where(K.not_equal(rpn_match, 0))
    rpn_class_logits = tf.gather_nd(rpn_class_logits, indices)
    anchor_class = tf.gather_nd(anchor_class, indices)
    loss = K.sparse_categorical_crossentropy(target=anchor_class, output=rpn_class_logits, from_logits=True)
    return K.switch(tf.size(loss) > 0, K.mean(loss), tf.constant(0.0))


def batch_pack_graph(x, counts, num_rows):
    return tf.concat([x[i, :counts[i]] for i in range(num_rows)], axis=0)


def rpn_bbox_loss_graph(target_bbox, rpn_match, rpn_bbox):
    rpn_match = K.squeeze(rpn_match, -1)
    indices = tf.where(K.equal(rpn_match, 1))
    rpn_bbox = tf.gather_nd(rpn_bbox, indices)
    batch_counts = K.sum(K.cast(K.equal(rpn_match, 1), tf.int32), axis=1)
    target_bbox = batch_pack_graph(target_bbox, batch_counts, BATCH)
    loss = smooth_l1_loss(target_bbox, rpn_bbox)
    return K.switch(tf.size(loss) > 0, K.mean(loss), tf.constant(0.0))


def mrcnn_class_loss_graph(target_class_ids, pred_class_logits):
    target_class_ids = tf.cast(target_class_ids, 'int64')
    pred_class_ids = tf.argmax(pred_class_logits, axis=2)
    pred_active = tf.cast(pred_class_ids >= 0, tf.float32)
    loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=target_class_ids, logits=pred_class_logits)
    loss = loss * pred_active
    return tf.reduce_sum(loss) / tf.reduce_sum(pred_active)


def build():
    image = KL.Input(shape=(SIZE, SIZE, 3), name='input_image')
    rpn_match = KL.Input(shape=[None, 1], name='input_rpn_match', dtype=tf.int32)
    rpn_bbox = KL.Input(shape=[None, 4], name='input_rpn_bbox', dtype=tf.float32)
    class_ids = KL.Input(shape=[None], name='target_class_ids', dtype=tf.int32)
    x = KL.ZeroPadding2D((1, 1))(image)
    c2 = KL.Activation('relu')(KL.Conv2D(6, (3, 3), strides=(4, 4), name='c2')(x))
    c3 = KL.Activation('relu')(KL.Conv2D(6, (3, 3), strides=(2, 2), padding='same', name='c3')(c2))
    shared = KL.Conv2D(8, (3, 3), padding='same', activation='relu', name='rpn_conv_shared')(c3)
    logits = KL.Conv2D(2 * 2, (1, 1), activation='linear', name='rpn_class_raw')(shared)
    logits = KL.Lambda(lambda t: tf.reshape(t, [tf.shape(t)[0], -1, 2]))(logits)
    probs = KL.Activation('softmax', name='rpn_class_xxx')(logits)
    deltas = KL.Conv2D(4 * 2, (1, 1), activation='linear', name='rpn_bbox_pred')(shared)
    deltas = KL.Lambda(lambda t: tf.reshape(t, [tf.shape(t)[0], -1, 4]))(deltas)
    boxes = KL.Lambda(lambda x: tf.constant(np.broadcast_to(anchors(), (BATCH,) + anchors().shape)),
                      name='anchors')(image)
    rois = ProposalLayer(proposal_count=PROPOSALS, nms_threshold=0.7, name='ROI')([probs, deltas, boxes])
    pooled = PyramidROIAlign([POOL, POOL], name='roi_align_classifier')([rois, c2, c3])
    h = KL.TimeDistributed(KL.Conv2D(8, (POOL, POOL), padding='valid'), name='mrcnn_class_conv1')(pooled)
    h = KL.Activation('relu')(h)
    h = KL.Lambda(lambda x: K.squeeze(K.squeeze(x, 3), 2), name='pool_squeeze')(h)
    class_logits = KL.TimeDistributed(KL.Dense(CLASSES), name='mrcnn_class_logits')(h)
    mrcnn_class = KL.TimeDistributed(KL.Activation('softmax'), name='mrcnn_class')(class_logits)
    losses = [KL.Lambda(lambda x: rpn_class_loss_graph(*x), name='rpn_class_loss')([rpn_match, logits]),
              KL.Lambda(lambda x: rpn_bbox_loss_graph(*x), name='rpn_bbox_loss')([rpn_bbox, rpn_match, deltas]),
              KL.Lambda(lambda x: mrcnn_class_loss_graph(*x), name='mrcnn_class_loss')([class_ids, class_logits])]
    return KM.Model([image, rpn_match, rpn_bbox, class_ids], [probs, deltas, rois, mrcnn_class] + losses,
                    name='mask_rcnn')


def compile_model(model):
    optimizer = keras.optimizers.TFOptimizer(tf.train.MomentumOptimizer(0.01, 0.9))
    model._losses = []
    model._per_input_losses = {}
    names = ['rpn_class_loss', 'rpn_bbox_loss', 'mrcnn_class_loss']
    for name in names:
        layer = model.get_layer(name)
        if layer.output in model.losses:
            continue
        model.add_loss(tf.reduce_mean(layer.output, keep_dims=True))
    reg_losses = [keras.regularizers.l2(0.001)(w) / tf.cast(tf.size(w), tf.float32)
                  for w in model.trainable_weights if 'gamma' not in w.name and 'beta' not in w.name]
    model.add_loss(tf.add_n(reg_losses))
    model.compile(optimizer=optimizer, loss=[None] * len(model.outputs))
    for name in names:
        if name in model.metrics_names:
            continue
        layer = model.get_layer(name)
        model.metrics_names.append(name)
        model.metrics_tensors.append(tf.reduce_mean(layer.output, keep_dims=True))


if __name__ == '__main__':
    model = build()
    rng = np.random.RandomState(2)
    model.set_weights([rng.uniform(-0.3, 0.3, w.shape) for w in model.get_weights()])
    compile_model(model)
    match = rng.randint(-1, 2, (BATCH, len(anchors()), 1))
    batch = [rng.rand(BATCH, SIZE, SIZE, 3), match, rng.rand(BATCH, len(anchors()), 4),
             rng.randint(0, CLASSES, (BATCH, PROPOSALS))]
    results = {'steps': [[float(np.ravel(v)[0]) for v in model.train_on_batch(batch, [])] for _ in range(4)],
               'names': model.metrics_names}
    outputs = model.predict(batch, batch_size=BATCH)
    results.update(zip(('probs', 'deltas', 'rois', 'classes'), [value.ravel()[::3].tolist() for value in outputs]))
    print(json.dumps(results))
