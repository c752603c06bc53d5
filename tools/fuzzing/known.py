"""Which row of compat/differences.py a difference belongs to."""

import json
import re

# Exceptions of TensorFlow and of h5py, for which a host has others.
OF_TENSORFLOW = (
    'InvalidArgumentError',
    'FailedPreconditionError',
    'UnimplementedError',
    'InternalError',
    'OpError',
    'NotFoundError',
    'ResourceExhaustedError',
)

# What Python says of a value that a later line of Keras 2 cannot use.
IN_PASSING = (
    'has no len()',
    "Failed to convert object of type <class 'tuple'> to Tensor",
    'returned non-int',
    "'int' object has no attribute 'dtype'",
    'initial() missing 1 required positional argument',
)

# Where Keras 2 stops whatever else is wrong, by the function and its exception, and why.
NEVER_COMES_BACK = {
    ('models.clone_model', 'AssertionError'): 'Keras 2 clones no recurrent layer that was called with initial_state',
}

# Layers that update moving averages.
AVERAGES = r'layers\.BatchNormalization|own\.MovingMean'


def dtypes(outcome, *names):
    return any('"%s"' % each in str(outcome).replace("'", '"') for each in names)


def known(program, index, kind, outcomes, found):
    """The ids of the rows that say that these outcomes may differ, on the hosts that they hold on.

    ``outcomes`` are those of Keras 2 for all statements, ``found`` that of the host for the one at the index.
    """
    expected, later = outcomes[index], outcomes[index + 1 :]
    if isinstance(found, dict) and found.get('row'):
        yield found['row']
    if kind in ('another dtype', 'another text') and (
            dtypes(expected, 'int64', 'float64') and dtypes(found, 'int32', 'float32')):
        yield 'wide-numbers'
    do = str(program['program'][index]['do'])
    if expected == [None] and 'K.gradients' in do:
        yield 'zeros-for-none'
    before = str(program['program'][:index])
    if fails(found) and no_elements(expected, later):
        yield 'tensors-without-elements'
    if 'fuzz.counts' in do and kind == 'other numbers':
        if found['list'][1:] == expected['list'][1:] and re.search(r'0\.0|ActivityRegularization', before):
            yield 'zeros-among-losses'
        elif re.search(AVERAGES + '|activity_regularizer', before):
            yield 'additions-on-one-input'
    if kind == 'another shape' and 'K.depthwise_conv2d' in do and shape(found)[-1:] == [None]:
        yield 'channels-of-unknown-images'
    if 'optimizer.get_weights' in do:
        yield 'weights-of-optimizers'
    if fails(found) and found['raises'] == 'IndexError' and 'models.load_model' in do and 'nadam' in before.lower():
        yield 'nadam-without-weights'
    if program['program'][index].get('loose') and 'clipvalue' in before and 'layers.Embedding' in before:
        yield 'clipvalue-of-embeddings'
    if 'K.set_floatx("float64")' in before and not kind.startswith('works'):
        yield 'float64'
    if fails(found) and 'is passed to a function of K' in found['says'] or 'K.is_tensor' in do and 'K.update' in before:
        yield 'updates-in-expressions'
    if fails(found) and 'models.load_model' in do and 'custom_objects={' in found['says'] and 'InputLayer' in before:
        yield 'losses-of-sequential-files'
    if 'other numbers' in kind and 'own.MovingMean' in before:
        yield 'phase-of-products'  # it subtracts what in_train_phase gave


def no_judge(program, index, kind, outcomes, found):
    """Why a difference shows nothing that a program on Keras 2 met, in words; None where it may.

    ``outcomes`` are those of Keras 2 for all statements, ``found`` that of the host for the one at the index.
    """
    statement, before = program['program'][index], program['program'][:index]
    expected, later = outcomes[index], outcomes[index + 1 :]
    if 'other numbers' in kind and any(fails(outcome) and outcome['raises'] in OF_TENSORFLOW and trains([each])
                                       for each, outcome in zip(before, outcomes)):
        return 'TensorFlow 1 performs a part of the updates of a step that fails'
    if any(size is not None and size < 0 for size in shape(expected)):
        return 'Keras 2 says a negative size'
    if statement.get('loose') and has_nan(expected):
        return 'Keras 2 computed with numbers that float32 does not hold'
    if fails(found) and re.search(r'"tuple": \[[^]]*-\d', json.dumps(list(later)[:4])):
        return 'Keras 2 says a negative size of the output'
    if kind == 'other keys at arguments':
        return 'a Lambda of Keras 2 stores the mask of its last call among its arguments'
    if statement['do'].get('call') == 'fuzz.set_weights' and expected == 0 and found:
        return 'Keras 2 has lost the shape of the input'
    if kind == 'another shape' and shape(expected) and shape(found)[1:] == shape(expected):
        return 'a layer of one tensor is called on a list, which TensorFlow stacks, and Keras 2 says the shape of one'
    if kind == 'another kind of value' and less_known(expected, found):
        return 'more sizes are known'
    if kind == 'another shape' and len(shape(expected)) == len(shape(found)):
        pairs = list(zip(shape(expected), shape(found)))
        if all(one in (None, other) for one, other in pairs):
            return 'more sizes are known'
        if 'K.gradients' in str(statement['do']) and all(other in (None, one) for one, other in pairs):
            return 'TensorFlow finds the sizes of gradients by its own functions'
    if fails(expected) and fails(found) and "no attribute 'get_shape'" in expected.get('says', ''):
        return 'Keras 2 fails on a number in place of a tensor'
    if fails(expected) and fails(found) and 'unsupported operand type' in expected.get('says', ''):
        return 'Keras 2 fails as it computes with a size that is unknown'
    if fails(expected) and fails(found) and (statement['do'].get('call'), expected['raises']) in NEVER_COMES_BACK:
        return NEVER_COMES_BACK[statement['do']['call'], expected['raises']]
    if fails(expected) and fails(found) and any(each in expected.get('says', '') for each in IN_PASSING):
        return 'Keras 2 fails in passing where the host says what is wrong'
    if fails(expected) and fails(found) and 'does not support masking' in found.get('says', ''):
        return 'Keras 2 asks for the mask after the call, which fails'
    failed = [each for each, outcome in zip(before, outcomes) if fails(outcome)]
    if statement['do'].get('get', '').endswith('.built') and any(
            each['do']['call'] == statement['do']['get'][:-len('.built')] for each in of_calls(failed)):
        return 'the layer was refused: Keras 2 asks for the mask after the call'
    without = [each for each, outcome in zip(before, outcomes) if fails(outcome) or outcome == {'skipped': True}]
    if any(each['do']['call'].endswith('.add') for each in of_calls(without)):
        return 'the model is without a layer that was refused'
    if statement['do'] == {'code': 'K.backend()'}:
        return 'each framework has its own name'
    if 'other numbers' in kind and trains(before) and called_twice(before, AVERAGES):
        return 'TensorFlow 1 orders the updates of two calls of a layer by nothing'
    if 'other numbers' in kind and called_twice(before, '"stateful": true') and len(predictions(before)) > 0:
        return 'TensorFlow 1 orders the states that two calls of a layer store by nothing'
    return None


def trains(statements):
    return any(each['do'].get('call', '').endswith(('.fit', '.train_on_batch')) for each in of_calls(statements))


def predictions(statements):
    runs = ('.predict', '.evaluate', '_on_batch')
    return [each for each in of_calls(statements) if each['do']['call'].endswith(runs)]


def called_twice(statements, pattern):
    """Whether a layer that is made with what the pattern finds, or a model with one, is called twice."""
    made = [each['to'] for each in of_calls(statements) if re.search(pattern, json.dumps(each['do']))]
    called = [each['do']['call'] for each in of_calls(statements)]
    return any(called.count('$' + layer) > 1 for layer in made)


def less_known(expected, found):
    """Whether shapes are alike but for sizes that are unknown in the first."""
    one, other = (each.get('tuple', []) if isinstance(each, dict) else [] for each in (expected, found))
    return bool(one) and len(one) == len(other) and all(size in (None, known) for size, known in zip(one, other))


def no_elements(outcome, later):
    """Whether an outcome has no elements, or is nothing, while a later one is a shape with a size of 0."""
    arrays = [outcome] if isinstance(outcome, dict) and 'shape' in outcome else []
    if outcome is None or outcome == {'list': ['nan', 'nan']}:
        arrays = [each for each in later[:4] if isinstance(each, dict)]
    return any(0 in each.get('shape', each.get('tuple', ())) for each in arrays) or has_nan(outcome)


def of_calls(statements):
    return [each for each in statements if isinstance(each['do'], dict) and isinstance(each['do'].get('call'), str)]


def refused_earlier(found, later):
    """Whether a host refuses what TensorFlow 1 fails on later, where it computes."""
    return (
        fails(found)
        and found['raises'] in ('ValueError', 'TypeError', 'IndexError')
        and any(fails(each) and each['raises'] in OF_TENSORFLOW for each in later)
    )


def shape(outcome):
    """The sizes of a tensor, or of the only one in a list; none of anything else."""
    if isinstance(outcome, list) and len(outcome) == 1:
        outcome = outcome[0]
    return outcome.get('shape') or [] if isinstance(outcome, dict) and 'tensor' in outcome else []


def has_nan(outcome):
    return '"nan"' in json.dumps(outcome)


def fails(outcome):
    return isinstance(outcome, dict) and 'raises' in outcome
