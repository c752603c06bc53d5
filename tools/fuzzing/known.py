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


def dtypes(outcome, *names):
    return any('"%s"' % each in str(outcome).replace("'", '"') for each in names)


def known(program, index, kind, expected, found):
    """The id of the row that says that these outcomes may differ, or None."""
    if isinstance(found, dict) and found.get('row'):
        return found['row']
    if kind == 'another dtype' and dtypes(expected, 'int64', 'float64') and dtypes(found, 'int32', 'float32'):
        return 'wide-numbers'
    if expected == [None] and 'K.gradients' in str(program['program'][index]['do']):
        return 'zeros-for-none'
    before = str(program['program'][:index])
    if 'optimizer.get_weights' in str(program['program'][index]['do']):
        return 'weights-of-optimizers'
    if program['program'][index].get('loose') and 'clipvalue' in before and 'layers.Embedding' in before:
        return 'clipvalue-of-embeddings'
    if 'K.set_floatx("float64")' in before and not kind.startswith('works'):
        return 'float64'
    if fails(found) and 'is passed to a function of K' in found['says']:
        return 'updates-in-expressions'
    if 'other numbers' in kind and 'own.MovingMean' in str(program['program'][:index]):
        return 'phase-of-products'  # it subtracts what in_train_phase gave
    return None


def no_judge(statement, kind, expected, found, later=()):
    """Why a difference shows nothing that a program on Keras 2 met, in words; None where it may."""
    if any(size is not None and size < 0 for size in shape(expected)):
        return 'Keras 2 says a negative size'
    if fails(found) and re.search(r'"tuple": \[[^]]*-\d', json.dumps(list(later)[:4])):
        return 'Keras 2 says a negative size of the output'
    if kind == 'other keys at arguments':
        return 'a Lambda of Keras 2 stores the mask of its last call among its arguments'
    if statement['do'].get('call') == 'fuzz.set_weights' and expected == 0 and found:
        return 'Keras 2 has lost the shape of the input'
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
    if statement['do'] == {'code': 'K.backend()'}:
        return 'each framework has its own name'
    return None


def refused_earlier(found, later):
    """Whether a host refuses what TensorFlow 1 fails on later, where it computes."""
    return (
        fails(found)
        and found['raises'] in ('ValueError', 'TypeError')
        and any(fails(each) and each['raises'] in OF_TENSORFLOW for each in later)
    )


def shape(outcome):
    """The sizes of a tensor, or of the only one in a list; none of anything else."""
    if isinstance(outcome, list) and len(outcome) == 1:
        outcome = outcome[0]
    return outcome.get('shape') or [] if isinstance(outcome, dict) and 'tensor' in outcome else []


def fails(outcome):
    return isinstance(outcome, dict) and 'raises' in outcome
