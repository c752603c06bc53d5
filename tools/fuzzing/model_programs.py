"""Makes programs of models: layers with random arguments, put together as programs do, and what is called."""

from fuzzing import layer_table as table
from fuzzing.layer_plans import Planner, Step
from fuzzing.specification import NONE, TENSOR, VALUE, Call, array, code, name
from fuzzing.training_programs import train

SHAPES = {
    2: [(4,), (3,)],
    3: [(5, 3), (5, 3), (5, 3), (None, 3), (4, 2)],
    4: [(6, 6, 2), (6, 6, 2), (7, 5, 3), (None, None, 2)],
    5: [(4, 4, 4, 2), (3, 5, 5, 2)],
    'ids': [(5,), (5,), (None,)],
}

# What may be first in a Sequential by input_dim.
WITH_INPUT_DIM = ('layers.Dense', 'layers.Highway', 'layers.MaxoutDense')


class Maker(Planner):
    """Draws one program."""

    def input_shape(self, rank):
        shape = self.draw.choice(SHAPES[rank])
        if self.stateful or self.trains or self.chance(0.6):
            shape = tuple(3 if size is None else size for size in shape)
            if rank == 'ids' or rank == 3:
                shape = (5,) + shape[1:]
        return shape

    def feed(self, rank, shape):
        full = [self.batch] + [5 if size is None else size for size in shape]
        if rank == 'ids':
            return array('integers', self.seed(), full, 7)
        return array(
            self.draw.choice(['normal', 'normal', 'positive', 'padded'] if rank == 3 else ['normal', 'positive']),
            self.seed(),
            full,
        )

    def input(self, rank, shape):
        if self.stateful:
            return Call('layers.Input', batch_shape=(self.batch,) + shape)
        kw = {'dtype': 'int32'} if rank == 'ids' and self.chance(0.5) else {}
        if self.chance(0.1):
            kw['name'] = 'given'
        if self.chance(0.05):
            shape = tuple({'np': ['int64', size]} if size else None for size in shape)
        return Call('layers.Input', shape=shape, **kw) if self.chance(0.7) else Call('layers.Input', shape, **kw)

    def chain(self, steps, x):
        """Calls the steps one after the other on a symbol; the names of the symbols and of the layers."""
        symbols, layers, inputs, feeds = [x], [], [], []
        for step in steps:
            layer = self.program.do('layer', step.call(), VALUE)
            layers.append(layer)
            kw = {}
            if step.states and self.chance(0.15) and 'units' in step.kw:
                states = []
                for _ in range(step.states):
                    units = step.kw['units']['np'][1] if isinstance(step.kw['units'], dict) else step.kw['units']
                    states.append(
                        self.program.do('state', Call('layers.Input', shape=(units,)), TENSOR)
                        if not self.stateful
                        else self.program.do('state', Call('layers.Input', batch_shape=(self.batch, units)), TENSOR)
                    )
                    inputs.append(states[-1])
                    feeds.append(array('normal', self.seed(), [self.batch, units]))
                kw['initial_state'] = (
                    [name(each) for each in states] if len(states) > 1 or self.chance(0.5) else name(states[0])
                )
            x = self.program.do('x', Call('$' + layer, name(x), **kw), TENSOR)
            symbols.append(x)
            if step.several:
                x = self.program.do('x', code(x + '[0]'), TENSOR)
        return x, symbols, layers, inputs, feeds

    def functional(self):
        steps = self.plan(self.draw.choice([1, 2, 2, 3]))
        rank, shape = steps[0].rank, None
        shape = self.input_shape(rank)
        x = self.program.do('x', self.input(rank, shape), TENSOR)
        given, feeds = [x], [self.feed(rank, shape)]
        if self.chance(0.12) and rank != 'ids' and rank == steps[0].rank:
            x = self.nested(x, rank, shape) or x
        y, symbols, layers, more, more_feeds = self.chain(steps, x)
        outputs = [y]
        if self.chance(0.25):
            y = self.merged(y, symbols, steps, layers)
            outputs = [y]
        if self.chance(0.12) and not steps[0].several and len(symbols) > 2:
            outputs.append(symbols[1])
        if self.chance(0.1) and rank != 'ids' and not steps[0].several:
            other = self.program.do('x', self.input(rank, shape), TENSOR)
            given.append(other)
            feeds.append(self.feed(rank, shape))
            outputs.append(self.program.do('x', Call('$' + layers[0], name(other)), TENSOR))
        given, feeds = given + more, feeds + more_feeds
        one_or_list = [lambda names: [name(each) for each in names], lambda names: name(names[0])]
        inputs = one_or_list[len(given) == 1 and self.chance(0.6)](given)
        outs = one_or_list[len(outputs) == 1 and self.chance(0.6)](outputs)
        if self.chance(0.1):
            made = Call('models.Model', input=inputs, output=outs)
        elif self.chance(0.5):
            made = Call('models.Model', inputs=inputs, outputs=outs)
        else:
            made = Call(self.draw.choice(['models.Model', 'models.Model', 'own.SquaredModel']), inputs, outs)
        return self.program.do('model', made, NONE), layers, feeds, steps

    def nested(self, x, rank, shape):
        """Calls a model of one layer, which keeps the shape, on the symbol."""
        step = self.layer(
            self.draw.choice(['Dense', 'Activation', 'BatchNormalization', 'ActivityRegularization']), min(rank, 4)
        )
        if rank > 4:
            return None
        if step.path.endswith('Dense'):
            step = Step('layers.Dense', {'units': shape[-1], 'kernel_regularizer': 'l2'}, rank, rank)
        model = self.program.do('inner', Call('models.Sequential', [step.call(input_shape=shape)]), NONE)
        first = self.program.do('x', Call('$' + model, name(x)), TENSOR)
        return self.program.do('x', Call('$' + model, name(first)), TENSOR) if self.chance(0.4) else first

    def merged(self, y, symbols, steps, layers):
        """Merges what the last layer gave with the same of another call, or of another layer of the same kind."""
        layer = layers[-1] if self.chance(0.4) else self.program.do('layer', steps[-1].call())
        other = self.program.do('x', Call('$' + layer, name(symbols[-2])), TENSOR)
        if steps[-1].several:
            other = self.program.do('x', code(other + '[0]'), TENSOR)
        which = self.draw.choice(sorted(table.MERGES))
        kw = {
            each: self.draw.choice(values)
            for each, values in table.MERGES[which].items()
            if which == 'Dot' or self.chance(0.5)
        }
        if which == 'Dot' and 'axes' not in kw:
            kw['axes'] = 1
        pair = [name(y), name(other)]
        if which not in ('Dot', 'Subtract') and self.chance(0.2):
            pair.append(name(y))
        if self.chance(0.3):
            return self.program.do('x', Call('layers.' + which.lower(), pair, **kw), TENSOR)
        merge = self.program.do('layer', Call('layers.' + which, **kw))
        return self.program.do('x', Call('$' + merge, pair), TENSOR)

    def sequential(self):
        steps = [each for each in self.plan(self.draw.choice([1, 2, 3]))]
        for number, step in enumerate(steps):
            if step.several:
                steps = steps[: max(1, number)]
                break
        rank = steps[0].rank
        shape = self.input_shape(rank)
        if self.chance(0.08):
            kw = {'name': 'given', 'dtype': 'float32', 'sparse': False, 'input_tensor': None}
            kw = {each: kw[each] for each in kw if self.chance(0.3) and not (each == 'dtype' and rank == 'ids')}
            steps.insert(0, Step('layers.InputLayer', kw, rank, rank, False, 0))
        if self.stateful:
            steps[0].extra['batch_input_shape'] = (self.batch,) + shape
        elif self.chance(0.15) and len(shape) == 1 and rank != 'ids' and steps[0].path in WITH_INPUT_DIM:
            steps[0].extra['input_dim'] = shape[0]
        else:
            steps[0].extra['input_shape'] = shape
            if steps[0].path == 'layers.InputLayer' and self.chance(0.3):
                steps[0].extra['batch_size'] = self.batch
        if self.chance(0.3):
            layers = [self.program.do('layer', each.call()) for each in steps]
            model = self.program.do('model', Call('models.Sequential', [name(each) for each in layers]), NONE)
        else:
            model, layers = self.program.do('model', Call('models.Sequential'), NONE), []
            for step in steps:
                layers.append(self.program.do('layer', step.call()))
                self.program.do('added', Call('$%s.add' % model, name(layers[-1])))
        return model, layers, [self.feed(rank, shape)], steps

    def settings(self):
        """What few programs set for all of their layers."""
        if self.chance(0.03):
            self.program.do('setting', code('K.set_floatx("float64")'))
        if self.chance(0.03):
            self.program.do('setting', code('K.set_image_data_format("channels_first")'))
        if self.chance(0.02):
            self.program.do('setting', code('K.set_epsilon(1e-3)'))

    def specification(self):
        self.settings()
        model, layers, feeds, steps = self.sequential() if self.chance(0.35) else self.functional()
        program = self.program
        feed = feeds[0] if len(feeds) == 1 else feeds
        for attribute in ('output_shape', 'input_shape'):
            program.do('shape', {'get': '$%s.%s' % (model, attribute)})
        for layer in layers[:3]:
            if self.chance(0.6):
                program.do('config', Call('$%s.get_config' % layer))
            if self.chance(0.2):
                attribute = self.draw.choice(
                    [
                        'output_shape',
                        'input_shape',
                        'output_mask',
                        'input_mask',
                        'supports_masking',
                        'trainable',
                        'name',
                        'stateful',
                        'uses_learning_phase',
                        'built',
                        'dtype',
                    ]
                )
                program.do(
                    'seen',
                    {'get': '$%s.%s' % (layer, attribute)},
                    TENSOR if 'mask' in attribute and 'supp' not in attribute else VALUE,
                )
        program.do('names', Call('fuzz.weight_names', name(model)))
        program.do('counts', Call('fuzz.counts', name(model)))
        program.do('set', Call('fuzz.set_weights', name(model), self.seed()))
        program.do(
            'predicted',
            Call(
                '$%s.predict' % model,
                feed,
                **(
                    {'batch_size': self.draw.choice([2, {'np': ['int64', 2]}])}
                    if self.chance(0.2) and not self.stateful
                    else {}
                ),
            ),
        )
        if self.stateful:
            program.do('predicted', Call('$%s.predict' % model, feed, batch_size=self.batch))
            program.do('reset', Call('$%s.reset_states' % model))
        if self.trains:
            train(self, model, feed, steps[-1].out)
        elif self.chance(0.3):
            program.do('regularization', Call('fuzz.regularization', name(model)))
        self.copies(model, feed)
        return program.specification()

    def copies(self, model, feed):
        """Saves and loads, clones, or makes the model anew of its config."""
        program, own = self.program, {'get': 'own'}
        kw = {'batch_size': self.batch} if self.stateful else {}
        if self.chance(0.25):
            program.do('saved', Call('$%s.save' % model, {'path': 'model.h5'}), NONE)
            loaded = program.do('model', Call('models.load_model', {'path': 'model.h5'}, custom_objects=own), NONE)
            program.do('predicted', Call('$%s.predict' % loaded, feed, **kw), loose=self.trains)
        if self.chance(0.2):
            config = program.do('config', Call('$%s.get_config' % model), NONE)
            is_sequential = any(
                each['to'] == model and each['do'].get('call') == 'models.Sequential' for each in program.statements
            )
            anew = program.do(
                'model',
                Call(
                    'models.%s.from_config' % ('Sequential' if is_sequential else 'Model'),
                    name(config),
                    custom_objects=own,
                ),
                NONE,
            )
            program.do('set', Call('fuzz.set_weights', name(anew), self.seed()))
            program.do('predicted', Call('$%s.predict' % anew, feed, **kw))
        if self.chance(0.15):
            clone = program.do('model', Call('models.clone_model', name(model)), NONE)
            program.do('set', Call('fuzz.set_weights', name(clone), self.seed()))
            program.do('predicted', Call('$%s.predict' % clone, feed, **kw))
        if self.chance(0.15):
            text = program.do('json', Call('$%s.to_json' % model), NONE)
            anew = program.do('model', Call('models.model_from_json', name(text), custom_objects=own), NONE)
            program.do('saved', Call('$%s.save_weights' % model, {'path': 'weights.h5'}), NONE)
            program.do(
                'loaded',
                Call(
                    '$%s.load_weights' % anew, {'path': 'weights.h5'}, **({'by_name': True} if self.chance(0.4) else {})
                ),
                NONE,
            )
            program.do('predicted', Call('$%s.predict' % anew, feed, **kw), loose=self.trains)
