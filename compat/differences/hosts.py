"""What hosts cannot do, or do otherwise, on TensorFlow as on other frameworks."""
from compat.differences.difference import Difference

ROWS = (
    Difference(
        id='sessions',
        what='What sessions of TensorFlow 1 and their graphs did beside computing: tensors and operations by their '
             'names, run_metadata, partial_run, devices, collections',
        where='keras3 tf_keras tf.keras',
        keras2='gives the session and the graph of TensorFlow, which do it',
        compat='raises UnsupportedError. session.run and K.function compute the tensors themselves: take them from '
               'layers and models, as layer.output and model.weights',
        thread='issue 16',
        until='never: TensorFlow 2, jax and torch have no sessions'),
    Difference(
        id='fed-variables',
        what='A variable in the feed_dict of session.run, in the dialect keras-2.3',
        where='keras3 tf_keras tf.keras',
        keras2='2.3.1 gives what is computed of the variable the value that it had: it was read before; 2.2.4 the one '
               'that is fed',
        compat='gives the one that is fed, in every dialect',
        thread='issue 16',
        until='a program needs it'),
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
        id='optimizers-start-anew',
        what='The pickle, copy or deep copy of an optimizer that has trained',
        where='keras3 tf_keras tf.keras',
        keras2='refuses it: it holds variables of TensorFlow 1, which cannot be pickled',
        compat='has the settings, and no count of steps and no slots: it belongs to no parameters. Pickle the model, '
               'or store get_weights() of the optimizer beside it',
        thread='',
        until='never: Keras 2 had no such pickles'),
    Difference(
        id='models-of-any-tensors',
        what='Model(inputs, outputs) where an output, or what a layer was called on, is an expression of K',
        where='keras3',
        keras2='raises ValueError, or AttributeError: only layers make outputs there, such as Lambda',
        compat='makes the model, which computes the expression',
        thread='',
        until='never: hosts record functions as layers'),
    Difference(
        id='lists-of-optimizers',
        what='updates and weights of an optimizer of Keras: after fit, and after get_updates without a model',
        where='keras3',
        keras2='has the updates of the step in updates after fit, and the slots in weights after get_updates; SGD has '
               'slots without momentum, too',
        compat='has no updates after fit, the slots of parameters that a model has trained, and those alone that the '
               'rule needs; get_weights() of an optimizer that trains has the arrays of Keras 2. Call '
               'get_updates(loss, params) for the updates',
        thread='issue 15',
        until='never: the hosts make the slots'),
    Difference(
        id='names-of-later-versions',
        what="Metrics and losses by names that later versions have: 'Accuracy', 'AUC', 'KLD', 'huber_loss'",
        where='keras3',
        keras2='raises ValueError in 2.2 for those that it did not know',
        compat='computes what the host, or a later Keras 2, has by that name',
        thread='',
        until='never: files of hosts have these names'),
    Difference(
        id='layers-listed-once',
        what='A layer that is twice in a Sequential',
        where='keras3',
        keras2='calls it twice; when the model is built, layers, configs and files have it once, and what is made of '
               'these calls it once',
        compat='calls it twice, layers and configs have it twice, and no model and no .h5 file is made of them: '
               'ValueError for the name that two layers have. Write a functional model, whose config knows both calls',
        thread='',
        until='never: it is the better answer'),
    Difference(
        id='layers-listed-once-when-built',
        what='A layer that is twice in a Sequential whose layers say no input shape',
        where='tf_keras tf.keras',
        keras2='calls it twice; when the model is built, layers, configs and files have it once, and what is made of '
               'these calls it once',
        compat='calls it twice, layers and configs have it twice when the model is built, too, and no model and no '
               '.h5 file is made of them: ValueError for the name that two layers have. Write a functional model, '
               'whose config knows both calls',
        thread='',
        until='never: the host calls what is listed'),
    Difference(
        id='same-names-in-sequentials',
        what='Sequential([...]) and add() of layers with one name before the input is known',
        where='keras3',
        keras2='raises ValueError when the model is built or trained',
        compat='raises ValueError at once, as Keras 3 does. Give each layer a name of its own',
        thread='',
        until='never: Keras 3 compares names when layers are added'),
    Difference(
        id='ragged-tensors',
        what='Ragged tensors: placeholders that are ragged, in the dialect tf.keras',
        where='keras3 tf_keras tf.keras',
        keras2='has none, tf.keras has those of TensorFlow',
        compat='raises UnsupportedError. Pad the rows to one length, and give their mask',
        thread='issue 4',
        until='never: no Keras on jax and torch has them'),
    Difference(
        id='set-after-the-call',
        what='What a program sets on a layer after a model was made of it: activation, use_bias, kernel, bias, '
             'activity_regularizer, call, built; and on a compiled model _feed_input_shapes, _feed_output_shapes, '
             '_feed_loss_fns and _feed_sample_weight_modes',
        where='keras3 tf_keras tf.keras',
        keras2='computes what the layer was when it was called: the graph stays, and the new value counts for '
               'get_config and for later calls; what is fed to a model is checked by what was set',
        compat='runs the layer anew, with the new value; a layer whose built is False is not trained. What is fed is '
               'checked by what the model was compiled with. Make the model anew from its config, or compile it anew',
        thread='issue 15',
        until='never: hosts run layers, they hold no graph of them'),
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
        id='layers-in-lists',
        what='Layers that a model with a call of its own has in a list, tuple or dict, as self.blocks = [Dense(3)]',
        where='keras3 tf_keras tf.keras',
        keras2='does not know them: `layers` and `weights` of the model leave them out, they are not trained or saved',
        compat='lists, trains and saves them. Set trainable = False on those that are to stay as they are',
        thread='issue 15',
        until='a program needs it: layers that are never trained are an accident of Keras 2'),
    Difference(
        id='configs-of-models',
        what='get_config of models',
        where='keras3<3.4',
        keras2='gives the configs of the layers, which programs change before they make a model of them',
        compat="gives the host's, in which a changed input shape contradicts those that the layers were built for. "
               'Make the model in code, or install Keras 3.4',
        thread='issue 15',
        until='Keras before 3.4 is not driven any more'),
    Difference(
        id='nan-through-relu',
        what='NaN in the inputs of Dense or a convolution that relu follows, on a CPU',
        where='keras3-tensorflow tf_keras tf.keras',
        keras2='gives NaN, by which the callback TerminateOnNaN ends the training',
        compat='gives 0 where TensorFlow computes product, bias and relu by one operation of oneDNN. Set the variable '
               'TF_ENABLE_ONEDNN_OPTS=0 before the program starts, or test the inputs by numpy.isnan(x).any()',
        thread='issue 15',
        until='oneDNN hands NaN on'),
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
        id='zeros-for-none',
        what='K.gradients of a gradient with respect to what it does not depend on, as that of a linear function',
        where='keras3 tf_keras tf.keras',
        keras2='gives None',
        compat='gives zeros: frameworks that differentiate while they compute do not say what a gradient depends on. '
               'Test with np.any(K.eval(...)) in place of `is None`',
        thread='issue 15',
        until='a program needs it'),
    Difference(
        id='sizes-that-are-not-said',
        what='A size that compute_output_shape, or the output_shape of a Lambda, leaves open as None',
        where='keras3 tf_keras tf.keras',
        keras2='is unknown to the layers that follow',
        compat='is the one that the call computes, where that is known: a Dense after it can be built, which Keras 2 '
               'refuses. Say the size, so that both have it',
        thread='issue 15',
        until='never: it is the size that the tensor has'),
    Difference(
        id='outputs-of-which-nothing-is-said',
        what='A layer of several outputs whose compute_output_shape or output_shape gives fewer shapes',
        where='keras3 tf_keras tf.keras',
        keras2='raises IndexError: list index out of range',
        compat='warns (ShapeWarning), and takes the shapes that the call computes. Return a list with a shape for each '
               'output',
        thread='issue 15',
        until='never: the layer works'),
    Difference(
        id='updates-in-expressions',
        what='What K.update, K.update_add, K.update_sub and K.moving_average_update return, within an expression',
        where='keras3 tf_keras tf.keras',
        keras2='is the variable after the update, which is performed where the expression is computed',
        compat='raises UnsupportedError. Write the expression of the new value: of variable + x, say, in place of '
               'K.update_add(variable, x)',
        thread='issue 15',
        until='a program needs it'),
    Difference(
        id='additions-on-one-input',
        what='Losses and updates of a layer that is called on one input twice: a model that is called on its own '
             'input, or on one that its first layer was called on; a model and one that has it, called on one input; '
             'TimeDistributed of BatchNormalization',
        where='keras3 tf_keras tf.keras',
        keras2='counts what the first layer adds for each of the two calls, also where a model has only one of them, '
               'and what a model and one that has it add once; TimeDistributed updates the averages by its last call '
               'alone',
        compat='counts what the calls add that a model has, each once, and warns. Call the model on an Input of its '
               'own',
        thread='',
        until='a program needs it'),
    Difference(
        id='losses-of-sequential-files',
        what='load_model of a Sequential that begins with an InputLayer and was trained with a function that is not '
             'passed in custom_objects',
        where='keras3 tf_keras tf.keras',
        keras2='loses the input, does not compile the model, and says nothing, or RuntimeError where there are weights '
               'of the optimizer',
        compat='raises ValueError, as for all models: pass the function, or compile=False',
        thread='',
        until='never: the model would be without its training'),
    Difference(
        id='zeros-among-losses',
        what='The number 0 in `losses`, of regularizers whose factors are all 0',
        where='keras3 tf_keras tf.keras',
        keras2='lists it for each call of a layer or model, as often as its inputs were used',
        compat='lists it once for each call: the sum is the same',
        thread='',
        until='never: it changes no number that a program computes'),
    Difference(
        id='tensors-without-elements',
        what='Convolutions and TimeDistributed layers of tensors that have no elements: a Cropping layer has removed '
             'all, or a dilated kernel reaches further than they do',
        where='keras3 tf_keras tf.keras',
        keras2='computes a tensor without elements, and NaN as the loss',
        compat='raises the error of the framework, or a ValueError that names the sizes. Crop less, or pad before',
        thread='',
        until='never: there is nothing to compute'),
    Difference(
        id='clipvalue-of-embeddings',
        what='`clipvalue` of optimizers and the weights of Embedding, where a batch has an index several times',
        where='keras3 tf_keras tf.keras',
        keras2='clips the gradient of each occurrence of the index, and adds them then',
        compat='clips the gradient of the weights, as for any other layer. Only `clipvalue` differs; take clipnorm',
        thread='issue 15',
        until='a program needs it'),
    Difference(
        id='updates-within-layers',
        what='The updates of BatchNormalization that the call of another layer calls',
        where='keras3 tf_keras tf.keras',
        keras2='are in its `updates`, two for each call; 2.2 does not perform them when the model trains',
        compat='are not listed, and training performs them. Call the layer outside, in the model',
        thread='issue 5',
        until='compat records the calls within layers'),
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
        compat='raises UnsupportedError: the host puts it on the inputs of the model that is cloned. Call the clone on '
               'the tensors, Model(tensor, clone(tensor))',
        thread='issue 6',
        until='tf.keras before 2.5 is not driven any more'),
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
        id='updates-read-by-other-layers',
        what='A variable that the call of one layer updates by K.update and its kin, not by a pair, and the call of a '
             'later layer reads in the same step',
        where='keras3 tf_keras tf.keras',
        keras2='reads it before the updates of the step, where TensorFlow 1 does not happen to update it first',
        compat='updates it at the end of the call that adds the update, so that a later layer reads the new value. '
               'Return the value that counts as an output of the first layer, and pass it to the other',
        thread='',
        until='the updates of a step are performed together'),
    Difference(
        id='masks-of-merge',
        what='Masks of what the layer Merge of Keras 2.0 and 2.1 merges',
        where='keras3<3.1',
        keras2='merges the masks of the inputs, too',
        compat='loses them in Keras 3.0. Call keras.layers.add, multiply, concatenate, average or maximum, which keep '
               'them',
        thread='',
        until='Keras before 3.1 is not driven any more'),
    Difference(
        id='weights-of-optimizers',
        what='What get_weights of an optimizer gives, but for SGD and Adamax',
        where='tf_keras tf.keras',
        keras2='is the count of its steps (not in RMSprop, Adagrad and Adadelta of 2.2) and all its state; in Adam '
               'one number more for each parameter',
        compat="is the host's: the count always, and nothing that is not needed; of a loaded SGD without momentum the "
               'count alone. What one host gives it takes again',
        thread='issue 6',
        until='compat converts them'),
    Difference(
        id='nadam-without-weights',
        what='load_model of a model without any weights that was compiled with Nadam',
        where='tf_keras tf.keras',
        keras2='loads it',
        compat='raises IndexError, as the host does. Pass compile=False, and compile the model again',
        thread='',
        until='never: nothing of such a model is trained'),
)
