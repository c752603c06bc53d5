"""What differs in files: of models, of weights, and where they lie."""
from compat.differences.difference import Difference

ROWS = (
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
        id='texts-in-files',
        what='A layer of an .h5 file whose config has the name of a function of the program, or of a loss or metric',
        where='keras3<3.1',
        keras2='reads the name as text',
        compat='raises TypeError, as plain Keras 3.0, which puts the function in its place and cannot write that as '
               'JSON. Build the model in code, and load its weights',
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
        id='google-cloud-storage',
        what='Models in Google Cloud Storage: paths of gs://, and keras.utils.test_utils.tf_file_io_proxy, which tests '
             'them',
        where='keras3 tf_keras tf.keras',
        keras2='of 2.3 reads and writes them by the file_io of TensorFlow 1',
        compat='raises UnsupportedError. Copy the file with `gsutil cp`, and save or load it on this machine',
        thread='issue 6',
        until='a program needs it: h5py does not read from there, so files must be copied in any case'),
    Difference(
        id='adagrad-in-h5',
        what='Models in .h5 that Adagrad trains, on Keras 3.0',
        where='keras3<3.1',
        keras2='writes the model with the state of its optimizer',
        compat='raises ValueError, as Keras 3.0 does: the name exists already. Save with include_optimizer=False, or '
               'in the format .keras',
        thread='',
        until='Keras before 3.1 is not driven any more'),
)
