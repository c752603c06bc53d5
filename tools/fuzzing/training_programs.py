"""The part of a program that trains a model: compile, and the calls that follow."""

from fuzzing import training_table as table
from fuzzing.specification import NONE, Call, array, name


def optimizer(maker):
    """An optimizer with random arguments, by its name at times."""
    which = maker.draw.choice(sorted(table.OPTIMIZERS))
    if maker.chance(0.2):
        return which.lower()
    kw = {each: maker.draw.choice(choices) for each, choices in table.OPTIMIZERS[which].items() if maker.chance(0.25)}
    return Call('optimizers.' + which, **kw)


def train(maker, model, feed, rank):
    """Compiles the model, and calls some of what trains it."""
    program = maker.program
    loss, kind = maker.draw.choice(table.LOSSES)
    kw = {'optimizer': optimizer(maker), 'loss': loss}
    if isinstance(kw['optimizer'], dict):
        kw['optimizer'] = name(program.do('optimizer', kw['optimizer']))
    if maker.chance(0.6):
        kw['metrics'] = [maker.draw.choice(table.METRICS) for _ in range(maker.draw.choice([1, 1, 2]))]
    if maker.chance(0.1 if rank == 3 else 0.01):
        kw['sample_weight_mode'] = 'temporal'
    if maker.chance(0.1):
        kw['loss_weights'] = [0.5]
    target = name(program.do('target', Call('fuzz.targets', name(model), kind, maker.seed(), maker.batch), NONE))
    program.do('compiled', Call('$%s.compile' % model, **kw), NONE)
    program.do('metrics', {'get': '$%s.metrics_names' % model})
    weights = {}
    if rank != 2 and maker.chance(0.9):
        pass
    elif maker.chance(0.25):
        weights = {'sample_weight': array('positive', maker.seed(), [maker.batch])}
    elif maker.chance(0.15):
        weights = {'class_weight': {'dict': [[number, 0.5 + number] for number in range(6)]}}
    for _ in range(maker.draw.choice([1, 1, 2])):
        step(maker, model, feed, target, weights)
    program.do('weights', Call('$%s.get_weights' % model), loose=True)
    if isinstance(kw['optimizer'], dict) and maker.chance(0.4):
        program.do('config', Call('$%s.get_config' % kw['optimizer']['$']))
    if maker.chance(0.2):
        program.do('state', Call('$%s.optimizer.get_weights' % model), loose=True)


def step(maker, model, feed, target, weights):
    """One call that trains or evaluates."""
    program = maker.program
    size = {'batch_size': maker.batch if maker.stateful else maker.draw.choice([2, 3, 4])}
    which = maker.draw.choice(['train_on_batch', 'train_on_batch', 'fit', 'fit', 'evaluate', 'test_on_batch'])
    if which in ('train_on_batch', 'test_on_batch'):
        if which == 'test_on_batch':
            weights = {each: value for each, value in weights.items() if each == 'sample_weight'}
        program.do('loss', Call('$%s.%s' % (model, which), feed, target, **weights), loose=True)
    elif which == 'evaluate':
        weights = {each: value for each, value in weights.items() if each == 'sample_weight'}
        program.do('loss', Call('$%s.evaluate' % model, feed, target, verbose=0, **dict(size, **weights)), loose=True)
    else:
        fit(maker, model, feed, target, dict(size, **weights))


def fit(maker, model, feed, target, kw):
    program = maker.program
    kw = dict(kw, epochs=maker.draw.choice([1, 2, {'np': ['int64', 2]}]), shuffle=False, verbose=0)
    if maker.chance(0.1):
        kw['nb_epoch'] = kw.pop('epochs')
    if maker.chance(0.3):
        kw['validation_data'] = (feed, target)
    elif maker.chance(0.1):
        kw['validation_split'] = 0.5
    recorder = None
    if maker.chance(0.4):
        callbacks = [maker.draw.choice(table.CALLBACKS)]
        if maker.chance(0.6):
            recorder = program.do('recorder', Call('own.Recorder'))
            callbacks.append(name(recorder))
        kw['callbacks'] = callbacks
    fitted = program.do('fitted', Call('$%s.fit' % model, feed, target, **kw), NONE)
    program.do('history', Call('fuzz.history', name(fitted)), loose=True)
    if recorder:
        program.do('seen', {'get': '$%s.seen' % recorder}, loose=True)
