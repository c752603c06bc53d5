"""What jax, torch and numpy cannot do, or do otherwise, under Keras 3."""
from compat.differences.difference import Difference

ROWS = (
    Difference(
        id='tensorflow-functions',
        what='Functions of TensorFlow, called on the tensors of a layer',
        where='keras3-jax keras3-torch keras3-numpy',
        keras2='computes with TensorFlow, so tf.nn.softmax(x) is a way to write a layer',
        compat='tensors are those of the framework, which no TensorFlow function takes. Write the same with '
               'compat.backend (K.softmax), or run the program with KERAS_BACKEND=tensorflow',
        thread='',
        until='never: these frameworks are not TensorFlow'),
    Difference(
        id='functions-that-do-not-ask',
        what='Some functions of TensorFlow, called on symbols and expressions outside of layers: most of tf.raw_ops '
             'and tf.experimental.numpy, tf.signal.rfft and its kin, tf.linalg.slogdet, those of sparse tensors',
        where='keras3-tensorflow tf_keras tf.keras',
        keras2='records them, as all of TensorFlow 1',
        compat='raises TypeError: TensorFlow 2 has no way to record them. Call them in the function of a Lambda layer',
        thread='',
        until='TensorFlow lets all of its functions be dispatched'),
    Difference(
        id='scopes-of-tensorflow',
        what='tf.control_dependencies, tf.group and gradient_override_map of the TensorFlow that an installed library '
             'imports, or a program that runs without compat run and compat.install()',
        where='keras3-tensorflow tf_keras tf.keras',
        keras2='perform updates before what is made within them, and replace gradients',
        compat='change nothing, as in TensorFlow 2 outside of its functions, and nothing warns. Use '
               'K.control_dependencies and K.get_session().graph.gradient_override_map, or import tensorflow after '
               'compat.install(), which has those that work',
        thread='issue 16',
        until='never: the installed module stays as it is'),
    Difference(
        id='channels-of-unknown-images',
        what='The static shape of K.depthwise_conv2d of an image without any known size',
        where='keras3-jax',
        keras2='has the channels, which the kernel tells',
        compat='has None for them; what is computed is the same. Give the placeholder its channels',
        thread='',
        until='Keras 3 on JAX finds shapes of unknown channels'),
    Difference(
        id='layers-that-wait',
        what='A layer that is called on symbols within control_dependencies',
        where='keras3 tf_keras tf.keras',
        keras2='waits for the updates, as all operations of TensorFlow 1',
        compat='raises UnsupportedError: the host runs the layer, and knows of no updates. Call it before, and use '
               'K.identity of its output within, or pass the updates to K.function',
        thread='',
        until='calls of layers are recorded by compat'),
    Difference(
        id='complex-symbols',
        what='Symbols of complex numbers, as tf.complex and tf.signal.fft give them',
        where='keras3<3.1',
        keras2='has them, as all tensors of TensorFlow',
        compat='raises ValueError: this Keras has no symbols of complex numbers. Compute with them in the function of '
               'a Lambda layer that returns real ones, or install a newer Keras 3',
        thread='',
        until='Keras 3.0 is no host any more'),
    Difference(
        id='lists-beside-tensors',
        what='Lists of numbers as operands of tensors in a running call: x * [1., 2.]',
        where='keras3-jax keras3-torch',
        keras2='makes tensors of them',
        compat='the operators are those of the framework: TypeError. Write K.constant([1., 2.]), or np.array',
        thread='',
        until='never: these frameworks want arrays'),
    Difference(
        id='attributes-of-traced-tensors',
        what='Attributes of its own that a layer sets on the tensors of its call, others than _keras_shape, '
             '_keras_history and _uses_learning_phase',
        where='keras3-jax keras3-numpy',
        keras2='sets them: its tensors are objects of Python',
        compat='the tensors that jax traces, and arrays of numpy, take no attributes: AttributeError. Keep the values '
               'beside the tensors; or run the program with KERAS_BACKEND=tensorflow',
        thread='',
        until='never: the tracers of jax have slots'),
    Difference(
        id='sizes-within-layers',
        what='Sizes that are unknown in the graph, such as that of the batch, within the call of a layer: K.int_shape',
        where='keras3-jax keras3-torch',
        keras2='K.int_shape(inputs) has None for them, and a program may choose by that what it computes',
        compat='jax and torch run a call with tensors whose sizes are known, and K.int_shape has these. Choose by the '
               'shape that build gets, or run the program with KERAS_BACKEND=tensorflow',
        thread='',
        until='never: these frameworks run a call for each size'),
    Difference(
        id='without-gradients',
        what='K.gradients on the numpy backend of Keras 3',
        where='keras3-numpy',
        keras2='returns the gradients of a tensor with respect to others',
        compat='raises UnsupportedError: numpy has no gradients. Run the program with KERAS_BACKEND=tensorflow, jax or '
               'torch',
        thread='',
        until='never: numpy has no gradients'),
    Difference(
        id='without-training',
        what='Training on the numpy backend of Keras 3: fit, fit_generator, train_on_batch, and get_updates and '
             'get_gradients of an optimizer',
        where='keras3-numpy',
        keras2='trains the model',
        compat='raises UnsupportedError: numpy has no gradients; predict, evaluate and the files of trained models '
               'work. Train with KERAS_BACKEND=tensorflow, jax or torch, and load the weights here',
        thread='',
        until='never: numpy has no gradients'),
    Difference(
        id='arrays-are-tensors',
        what='Arrays of numpy beside tensors, on the numpy backend of Keras 3',
        where='keras3-numpy',
        keras2='knows a tensor from an array, and gives an array the dtype of the tensor beside it',
        compat='takes an array for a tensor, whose dtype counts: K.maximum(x, numpy.zeros(3)) of a float32 tensor is '
               'refused where a layer runs, an operator computes in float64. Cast such arrays with K.cast_to_floatx; '
               'x *= 2 changes the array itself, so write x = x * 2',
        thread='',
        until='never: arrays are the tensors of numpy'),
    Difference(
        id='gradients-in-layers',
        what='K.gradients of what a running layer, loss or metric computes itself',
        where='keras3-jax keras3-torch',
        keras2='returns the gradients of what the layer computes, as its graph has them',
        compat='raises UnsupportedError, on torch in evaluation and prediction only: no graph is recorded of what is '
               'computed then. Take the gradients of symbols outside, K.gradients(model.output, model.input), and '
               'train with K.function and get_updates',
        thread='',
        until='never: jax records no such graph at all, and torch none where it does not train'),
    Difference(
        id='members-of-inputs',
        what='The members of symbols, as _keras_history, of the tensors that a running call gets',
        where='keras3-numpy',
        keras2='has these tensors for the symbols themselves',
        compat='raises AttributeError: the arrays of numpy take no members. Pass the layer before, or the '
               'shape, to the layer; input_tensors of its node in _inbound_nodes are the symbols',
        thread='',
        until='never: arrays of numpy have none'),
    Difference(
        id='indices-in-host-models',
        what='An index out of range for an Embedding or K.gather in a model with a call of its own, or a label out of '
             'range for the sparse loss that trains it',
        where='keras3-jax',
        keras2='raises an error when the index is looked up',
        compat='returns nan for an index that is too large, and counts one below zero from the end: the host compiles '
               'such a model, and jax reports nothing out of what it compiles. Functional models and K.function '
               'raise IndexError',
        thread='',
        until='jax reports such indices'),
    Difference(
        id='wide-numbers',
        what='int64 and float64 tensors, as those of K.argmax and K.argmin',
        where='keras3-jax',
        keras2='has them, K.argmax returns int64',
        compat='returns int32 and float32, unless jax_enable_x64 is set',
        thread='',
        until='never: it is a setting of jax'),
    Difference(
        id='float64',
        what="What is computed and trained after K.set_floatx('float64')",
        where='keras3-jax keras3-torch keras3-numpy',
        keras2='is float64',
        compat='is float32 where Keras 3 computes it, which raises TypeError where it meets float64, as in training. '
               'Keep float32; TensorFlow trains in float64',
        thread='issue 15',
        until='never: Keras 3 has 32 bits on these frameworks'),
    Difference(
        id='sparse-tensors',
        what='Sparse tensors as values: K.ctc_label_dense_to_sparse',
        where='keras3-jax keras3-torch keras3-numpy',
        keras2='has those of TensorFlow',
        compat='raises UnsupportedError. K.ctc_batch_cost takes the dense labels. Sparse placeholders and Inputs take '
               'sparse matrices of scipy, as everywhere; on torch and numpy dense tensors stand for them',
        thread='issue 4',
        until='these frameworks have sparse tensors that Keras drives'),
    Difference(
        id='decoding-while-compiled',
        what='K.ctc_decode inside a layer',
        where='keras3-jax',
        keras2='is part of the graph',
        compat='raises UnsupportedError: the length of what is decoded is known only then, and the decoder is not the '
               "framework's. Call it on what the model predicts, or run with KERAS_BACKEND=tensorflow",
        thread='issue 4',
        until='never: jax compiles for shapes that are known'),
    Difference(
        id='labels-of-compiled-costs',
        what='Labels and lengths that K.ctc_batch_cost refuses, in a layer or a loss',
        where='keras3-jax',
        keras2='raises an error when the cost is computed',
        compat='returns nan for such a sample: the framework compiles the function, and reports nothing out of it. '
               'Outside of layers and losses ValueError is raised',
        thread='issue 15',
        until='jax reports errors out of what it compiles'),
    Difference(
        id='several-gpus',
        what='keras.utils.multi_gpu_model',
        where='keras3-jax keras3-torch keras3-numpy',
        keras2='shares each batch among the GPUs that TensorFlow sees, and refuses other backends than TensorFlow',
        compat='raises ValueError, as Keras 2 on Theano and CNTK. Train on one device, or run with '
               'KERAS_BACKEND=tensorflow',
        thread='',
        until='never: the devices are those of TensorFlow'),
)
