"""What differs from Keras 2, and where: a row per known difference. Errors, test marks, docs and the report read it."""
import warnings
from typing import NamedTuple

from compat import process
from compat.errors import DifferenceWarning, UnknownDifferenceError, user_stacklevel


class Difference(NamedTuple):
    """One known difference between a host under compat and Keras 2."""

    id: str
    what: str     # whose behaviour it is about; docs/k-functions.rst notes it for each function that it names: K.dot
    where: str    # the hosts that it holds on, in the words of hosts.covers
    keras2: str   # what Keras 2 does
    compat: str   # what compat does, and what to do instead
    thread: str   # where it is discussed: an issue, a document, release notes; may be empty
    until: str    # what ends it


DIFFERENCES = (
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
        id='attributes-of-traced-tensors',
        what='Attributes that a layer sets on the tensors of its call, such as _keras_shape',
        where='keras3-jax',
        keras2='sets them: its tensors are objects of Python',
        compat='the tensors that jax traces take no attributes: AttributeError. Leave them out: K.int_shape(x) knows '
               'the shape; or run the program with KERAS_BACKEND=tensorflow',
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
        id='sessions',
        what='Sessions of TensorFlow 1: K.get_session, K.set_session, and what a program does with one',
        where='keras3 tf_keras tf.keras',
        keras2='returns the session that computes everything',
        compat='raises UnsupportedError: nothing here has a session. Instead of session.run, use K.function for '
               'tensors and their inputs, K.eval for one tensor, K.get_value and K.set_value for variables. '
               'K.set_session is accepted and does nothing',
        thread='',
        until='never: TensorFlow 2, jax and torch have no sessions'),
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
        id='indices-in-host-models',
        what='An index out of range for an Embedding or K.gather in a model with a call of its own',
        where='keras3-jax',
        keras2='raises an error when the index is looked up',
        compat='returns nan for an index that is too large, and counts one below zero from the end: the host compiles '
               'such a model, and jax reports nothing out of what it compiles. Functional models and K.function '
               'raise IndexError',
        thread='',
        until='jax reports such indices'),
    Difference(
        id='google-cloud-storage',
        what='Models in Google Cloud Storage: paths of gs://, and keras.utils.test_utils.tf_file_io_proxy, which tests '
             'them',
        where='keras3 tf_keras tf.keras',
        keras2='of 2.3 reads and writes them by the file_io of TensorFlow 1',
        compat='raises UnsupportedError. Copy the file with `gsutil cp`, and save or load it on this machine',
        thread='issue 6',
        until='a program needs it: h5py does not read from there, so files must be copied in any case'),
    Difference(
        id='wide-numbers',
        what='int64 and float64 tensors, as those of K.argmax and K.argmin',
        where='keras3-jax',
        keras2='has them, K.argmax returns int64',
        compat='returns int32 and float32, unless jax_enable_x64 is set',
        thread='',
        until='never: it is a setting of jax'),
    Difference(
        id='bidirectional-of-plain-keras',
        what='A file with Bidirectional that plain Keras 3.0 wrote',
        where='keras3<3.1',
        keras2='wrote it, and it loads',
        compat='raises ValueError for a .keras file of plain Keras 3.0, which itself loads none, and writes no .h5 '
               'file of such a model. Build the model in code, and set its weights',
        thread='',
        until='Keras before 3.1 is not driven any more'),
    Difference(
        id='bidirectional-masks-in-files',
        what='A saved Bidirectional that returns sequences for masked inputs, loaded by a plain host',
        where='keras3 tf_keras tf.keras',
        keras2='returns the output of the step before for a masked step',
        compat='does that too, and warns while it saves: plain hosts return zeros for the masked steps of this layer. '
               'Load it with compat, or use no output of a masked step',
        thread='',
        until='never: hosts set it whatever the file says'),
    Difference(
        id='hard-sigmoid-in-files',
        what='A saved model with hard_sigmoid, loaded by plain Keras 3 where compat is not there',
        where='keras3',
        keras2='computes clip(0.2 x + 0.5, 0, 1)',
        compat='computes that too, but plain Keras 3 reads the name as its own relu6(x + 3) / 6. Load it with compat',
        thread='',
        until='never: the name is taken'),
    Difference(
        id='arguments-in-files',
        what='Arguments of layers that plain Keras does not have, in saved models',
        where='keras3 tf_keras tf.keras',
        keras2='writes all arguments of a layer to files, and reads them again',
        compat='writes what the host\'s layer of that name takes, so that a plain host loads the file, and warns where '
               'an argument with another value than its default is lost. Make the layer in code, and load its weights',
        thread='',
        until='never: files name the layers of the host'),
    Difference(
        id='seeds-in-files',
        what='The seed of a recurrent layer, or of a layer of noise, in a file of a plain host that compat loads',
        where='keras3 tf_keras tf.keras',
        keras2='has no such seed: these layers draw what they drop or add in training by the seeds of NumPy',
        compat='reads the layer without it, which predicts the same; numpy.random.seed repeats a training',
        thread='',
        until='never: Keras 2 has no such argument'),
    Difference(
        id='slashes-in-files',
        what='Names of layers with a slash, such as conv1/bn of DenseNet, in saved models',
        where='keras3',
        keras2='lets a layer have any name',
        compat='has these names too, in files as elsewhere, but plain Keras 3 refuses to load a layer with a slash in '
               'its name. Load the file with compat',
        thread='',
        until='Keras 3 takes such names'),
    Difference(
        id='bilinear-in-files',
        what='A saved UpSampling2D(interpolation="bilinear"), loaded by plain Keras where compat is not there',
        where='keras3 tf_keras tf.keras',
        keras2='has each old pixel as the first of the new ones',
        compat='has that too, but plain Keras has each old pixel in the middle of the new ones. Load it with compat',
        thread='',
        until='never: the name is taken'),
    Difference(
        id='merged-masks-in-files',
        what='A saved model that merges masked tensors, loaded by plain Keras 3 where compat is not there',
        where='keras3<3.1',
        keras2='hands the masks of the tensors on',
        compat='does that too, but plain Keras 3.0 hands no mask on from several inputs. Load it with compat',
        thread='',
        until='Keras before 3.1 is not driven any more'),
    Difference(
        id='strides-of-dilated-channels',
        what='K.depthwise_conv2d, K.separable_conv1d and K.separable_conv2d with strides and a dilation, both greater '
             'than 1',
        where='keras3 tf_keras tf.keras',
        keras2='takes the strides between places that are a dilation apart, and gives places in another order',
        compat='raises UnsupportedError, as K.conv2d of Keras 2 raises ValueError. Take one of the two as 1',
        thread='issue 4',
        until='never: no framework has that order'),
    Difference(
        id='given-to-convrnn2d',
        what='ConvRNN2D called with symbols for its first states or constants',
        where='keras2',
        keras2='fails with an AssertionError that says nothing, and takes variables only',
        compat='on every other host takes both',
        thread='',
        until='never: real Keras 2 is left as it is'),
    Difference(
        id='masks-of-convrnn2d',
        what='ConvRNN2D and ConvLSTM2D on a sequence with a mask of its steps',
        where='keras2<2.3',
        keras2='fails in K.rnn, and computes from 2.3 on',
        compat='on every other host ConvRNN2D leaves the states as they were where a step is masked, as in Keras 2.3',
        thread='',
        until='never: real Keras 2 is left as it is'),
    Difference(
        id='names-before-2-2',
        what='What modules of keras.applications had before version 2.2, such as mobilenet.relu6, resnet50.conv_block '
             'and imagenet_utils._obtain_input_shape',
        where='keras2',
        keras2='lost these names with version 2.2: they are in the package keras-applications, or nowhere',
        compat='on every other host has them',
        thread='',
        until='never: real Keras 2 is left as it is'),
    Difference(
        id='without-keras-applications',
        what='Keras where the package keras-applications is not installed',
        where='keras2',
        keras2='cannot be imported',
        compat='on every other host has everything but the networks of keras.applications, which name what to install',
        thread='',
        until='never: real Keras 2 is left as it is'),
    Difference(
        id='cudnn-on-gpu',
        what='CuDNNGRU and CuDNNLSTM where there is no GPU',
        where='keras2',
        keras2='makes them, and cannot compute them',
        compat='on every other host computes them, on every framework and device',
        thread='',
        until='never: real Keras 2 is left as it is'),
    Difference(
        id='batch-of-transposed-convolutions',
        what='None as the batch in the output_shape of K.conv2d_transpose and K.conv3d_transpose',
        where='keras2',
        keras2='refuses it, but for conv2d_transpose of 2.3',
        compat='on every other host takes the batch of the tensor',
        thread='',
        until='never: real Keras 2 is left as it is'),
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
        id='sparse-feeds',
        what='Sparse matrices of scipy, fed to models and to K.function',
        where='keras2>=2.3',
        keras2='takes them in 2.2, and in 2.3 fails in numpy',
        compat='on every other host takes them',
        thread='',
        until='never: real Keras 2 is left as it is'),
    Difference(
        id='ragged-tensors',
        what='Ragged tensors: placeholders that are ragged, in the dialect tf.keras',
        where='keras3 tf_keras tf.keras',
        keras2='has none, tf.keras has those of TensorFlow',
        compat='raises UnsupportedError. Pad the rows to one length, and give their mask',
        thread='issue 4',
        until='never: no Keras on jax and torch has them'),
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
        id='trained-by-hosts',
        what='The training of models with a call of their own, and of those that were compiled or called with what '
             'hosts have beyond Keras 2: run_eagerly, jit_compile, objects as losses, datasets',
        where='keras3 tf_keras tf.keras',
        keras2="shuffles by NumPy's global generator, passes callbacks the loss of each batch, and in 2.2 divides by "
               'the number of weights and steps that count',
        compat="trains them by the host: the order of batches is its own, callbacks get the means since the epoch "
               'began, the loss is divided by the number of all samples, and Keras 3.0 gives no losses of single '
               'outputs. Write Model(inputs, outputs), or shuffle the arrays and call fit(shuffle=False)',
        thread='issue 6',
        until='such models are recorded as graphs, too'),
    Difference(
        id='phase-of-products',
        what='Layers that compute further with what Dropout and its like gave, as 2 * super().call(x), in models in '
             'which nothing else has a phase',
        where='keras3 tf_keras tf.keras',
        keras2='loses the phase with the product, and trains such a model in the test phase',
        compat='trains it in the training phase. Fix the phase with K.set_learning_phase(0) where the old numbers '
               'count',
        thread='issue 5',
        until='a program needs it: it is an accident of Keras 2'),
    Difference(
        id='updates-within-layers',
        what='The updates of BatchNormalization that the call of another layer calls',
        where='keras3 tf_keras tf.keras',
        keras2='are in its `updates`, two for each call',
        compat='are not listed. Call the layer outside, in the model',
        thread='issue 5',
        until='compat records the calls within layers'),
    Difference(
        id='weights-of-optimizers',
        what='What get_weights of an optimizer gives, but for Adamax',
        where='tf_keras tf.keras',
        keras2='is the count of its steps (not in RMSprop, Adagrad and Adadelta of 2.2) and all its state; in Adam '
               'one number more for each parameter, and in SGD what momentum needs, without momentum too',
        compat="is the host's: the count always, and nothing that is not needed. What one host gives it takes again",
        thread='issue 6',
        until='compat converts them'),
    Difference(
        id='tensorboard-graph',
        what='The graph, images of weights and embeddings that the callback TensorBoard draws',
        where='keras3 tf_keras tf.keras',
        keras2='writes them',
        compat='writes numbers and histograms only, without TensorFlow too; a warning says so where images or '
               'embeddings are asked for',
        thread='issue 6',
        until='somebody needs them'),
    Difference(
        id='clones-on-inputs',
        what='clone_model of a model of symbols with input_tensors',
        where='tf.keras<2.5',
        keras2='puts the clone on these tensors',
        compat='puts it on the inputs of the model that is cloned, as the host does. Call the clone on the tensors, '
               'Model(tensor, clone(tensor))',
        thread='issue 6',
        until='tf.keras before 2.5 is not driven any more'),
    Difference(
        id='yaml',
        what='keras.models.model_from_yaml',
        where='keras2<2.3',
        keras2='calls a PyYAML of its time, and fails with that of today',
        compat='on every other host reads what to_yaml gives, and with PyYAML installed what Keras 2 wrote',
        thread='',
        until='never: real Keras 2 is left as it is'),
    Difference(
        id='configuration-file',
        what='keras.backend.f, a file handle that the import of Keras 2 leaves open',
        where='keras3 tf_keras tf.keras',
        keras2='has that of keras.json, closed',
        compat='raises UnsupportedError where it is used: it is no part of an interface, and nothing can be read from '
               'it. The settings are K.floatx(), K.epsilon(), K.image_data_format() and K.backend()',
        thread='issue 4',
        until='never: a closed file has no use'),
    Difference(
        id='dialect-of-tf-keras',
        what='The dialect tf.keras',
        where='keras2',
        keras2='speaks its own dialect only, and there is none of TensorFlow 2 in it',
        compat='speaks it on every other host',
        thread='',
        until='never: real Keras 2 is left as it is'),
    Difference(
        id='several-gpus',
        what='keras.utils.multi_gpu_model',
        where='keras3-jax keras3-torch keras3-numpy',
        keras2='shares each batch among the GPUs that TensorFlow sees, and refuses other backends than TensorFlow',
        compat='raises ValueError, as Keras 2 on Theano and CNTK. Train on one device, or run with '
               'KERAS_BACKEND=tensorflow',
        thread='',
        until='never: the devices are those of TensorFlow'),
    Difference(
        id='names-of-keras-2.3',
        what='is_symbolic and v1_variable_initialization of keras.backend.tensorflow_backend',
        where='keras2<2.3',
        keras2='has them from 2.3 on',
        compat='has them in every dialect, on every other host',
        thread='',
        until='never: real Keras 2 is left as it is'),
    Difference(
        id='pickled-optimizers',
        what='Optimizers alone as pickles',
        where='keras2',
        keras2='cannot pickle an optimizer: the variables of TensorFlow 1 that it holds cannot be pickled',
        compat='pickles the class and the settings of one everywhere else, and passes real Keras 2 through as it is',
        thread='',
        until='never: real Keras 2 is as it is'),
    Difference(
        id='nodes-of-the-graph',
        what='The nodes that K records, as the attribute call of an expression has them',
        where='keras2',
        keras2='has operations of TensorFlow in their place: tensor.op',
        compat='passes the tensors of real Keras 2 through as they are',
        thread='',
        until='never: real Keras 2 has the graph of TensorFlow'),
    Difference(
        id='frames-of-keras-ops',
        what='How many functions of compat lie between a call of K and keras.ops',
        where='keras2 tf_keras tf.keras keras3-numpy',
        keras2='calls TensorFlow itself',
        compat='counts them on Keras 3 only, and not on the numpy backend, whose operations run on jax while shapes '
               'are found',
        thread='',
        until='never: keras.ops came with Keras 3'),
    Difference(
        id='trainers',
        what='model.trainer, its reason, and how many steps it has in flight',
        where='keras2',
        keras2='has one way to train, and nothing to report of it',
        compat='on every other host trains by a graph or by the host, and says which and why',
        thread='',
        until='never: real Keras 2 is left as it is'),
    Difference(
        id='values-of-another-shape',
        what='K.set_value with a value of another shape than the variable has',
        where='keras2>=2.3',
        keras2='takes it from 2.3 on, and the variable has the other shape from there on',
        compat='on every other host raises ValueError, as Keras 2.2 does, in every dialect',
        thread='',
        until='never: real Keras 2 is left as it is'),
    Difference(
        id='messages',
        what='The words of errors',
        where='keras2',
        keras2='has words of its own, which compat passes through',
        compat='on every other host the message also names the weight, or says what to do instead',
        thread='',
        until='never: real Keras 2 is left as it is'),
    Difference(
        id='declared-shape',
        what='A layer whose compute_output_shape contradicts what its call computes',
        where='keras2',
        keras2='believes compute_output_shape, and says nothing',
        compat='on every other host it is believed, too, and a ShapeWarning names both shapes',
        thread='',
        until='never: real Keras 2 is left as it is'),
)


def by_id(id):
    """The row of that id. Raises UnknownDifferenceError."""
    for row in DIFFERENCES:
        if row.id == id:
            return row
    raise UnknownDifferenceError('{!r} is the id of no difference. compat/differences.py knows {}; a new one is a new '
                                 'row there.'.format(id, ', '.join(sorted(row.id for row in DIFFERENCES))))


def applies(row):
    """Whether the difference holds on the host of this process. Raises NoHostError when there is none."""
    return process.matches(row.where)


def present():
    """The differences that hold on the host of this process."""
    return [row for row in DIFFERENCES if applies(row)]


def reason(id):
    """The difference in words, for an error or a test mark: what, on which host, Keras 2, compat, the thread."""
    row = by_id(id)
    return '{}, on {}: Keras 2 {}; here {}{}. (difference {!r}, until: {})'.format(
        row.what, process.choose().describe(), row.keras2, row.compat,
        f', see {row.thread}' if row.thread else '', row.id, row.until)


def warn(id, event):
    """Issue a DifferenceWarning at the line of the program: the event, a sentence, and the difference in words."""
    warnings.warn(f'{event}. {reason(id)}', DifferenceWarning, stacklevel=user_stacklevel())


def mark(id, run=True):
    """The pytest mark of a test that cannot hold where the difference does, or None where it can.

    It must fail there (xfail, strict), so that a row which no longer holds is noticed; ``run=False`` is for a test
    that would take the process down.
    """
    import pytest
    if not applies(by_id(id)):
        return None
    return pytest.mark.xfail(reason=reason(id), strict=True, run=run)
