"""Draws the layers of a model with random arguments, as a chain of steps."""

from fuzzing import layer_table as table
from fuzzing.specification import Call, Program


class Step:
    """A layer of the plan of a model."""

    def __init__(self, path, kw, rank, out, several=False, states=0, args=(), extra=None):
        self.path, self.kw, self.rank, self.out, self.several = path, kw, rank, out, several
        self.states, self.args, self.extra = states, args, extra or {}

    def call(self, **more):
        return Call(self.path, *self.args, **dict(self.kw, **dict(self.extra, **more)))


class Planner:
    """Draws the layers of a program. ``focus`` is the one that it must have."""

    def __init__(self, draw, identity, focus):
        self.draw, self.focus = draw, focus
        self.program = Program(identity)
        self.trains = draw.random() < 0.55
        self.stateful = self.masked = False
        self.batch = 4

    def seed(self):
        return self.draw.randrange(1000)

    def chance(self, share):
        return self.draw.random() < share

    def arguments(self, layer, kind, share):
        """Random arguments, those of Keras 1 at times."""
        kw = {each: self.draw.choice(choices) for each, choices in kind.required.items()}
        for each, choices in kind.optional.items():
            if self.chance(share):
                kw[each] = self.draw.choice(choices)
        if self.trains:
            for each in kind.random:
                if kw.get(each):
                    kw[each] = 0.0
        if kw.get('strides') not in (None, 1) and kw.get('dilation_rate') not in (None, 1) and self.chance(0.9):
            del kw['dilation_rate']
        if layer not in table.CELLS and kind.rank == (3,) and kw.get('stateful'):
            self.stateful = True
        if layer == 'ConvLSTM2D' and kw.get('stateful'):
            self.stateful = True
        if self.chance(0.08):
            kw = {table.KERAS1.get(layer, {}).get(each, each): value for each, value in kw.items()}
        return kw

    def layer(self, layer, rank, share=0.2):
        """A Step of the layer, for an input with that many axes."""
        if layer in table.OWN or layer in table.OWN_OF_SEQUENCES:
            return self.own_layer(layer, rank)
        kind = table.LAYERS[layer]
        kw = self.arguments(layer, kind, share)
        path = 'layers.' + (table.ALIASES.get(layer, layer) if self.chance(0.1) else layer)
        out, several, states = rank, False, 0
        if layer == 'Flatten' or layer.startswith('Global'):
            out = 2
        elif layer == 'Reshape':
            out = 1 + len(kw['target_shape'])
        elif layer == 'RepeatVector' or layer == 'Embedding':
            out = 3
        elif 'recurrent_initializer' in kind.optional:
            out = rank if kw.get('return_sequences') else rank - 1
            several = bool(kw.get('return_state'))
            states = 2 if layer == 'LSTM' else 1
            if layer == 'ConvLSTM2D':
                states = 0
                if self.chance(0.2):
                    shared = {each: kw.pop(each) for each in table.STEPS if each in kw}
                    kw.pop('activity_regularizer', None)
                    cell = Call('layers.ConvLSTM2DCell', **kw)
                    return Step('layers.ConvRNN2D', shared, rank, out, several, 0, (cell,))
            elif self.chance(0.2):
                return self.recurrent_of_cells(kw, out, several)
        step = Step(path, kw, rank, out, several, states)
        if layer in ('SimpleRNN', 'GRU', 'LSTM', 'ConvLSTM2D') and self.chance(0.2):
            return self.bidirectional(step)
        return step

    def own_layer(self, layer, rank):
        choices = table.OWN.get(layer, table.OWN_OF_SEQUENCES.get(layer))
        kw = {each: self.draw.choice(values) for each, values in choices.items()}
        several = layer == 'TwoOutputs' or bool(kw.get('return_attention'))
        return Step('own.' + layer, kw, rank, 2 if layer in table.OWN_OF_SEQUENCES else rank, several)

    def recurrent_of_cells(self, kw, out, several):
        """RNN of one cell or several, built-in and own."""
        shared = {each: kw[each] for each in table.STEPS if each in kw}
        cells = []
        for _ in range(self.draw.choice([1, 1, 2])):
            which = self.draw.choice(sorted(table.CELLS) + ['MinimalCell', 'TwoStateCell'])
            if which in table.CELLS:
                kind = table.CELLS[which]
                of_cell = self.arguments(which, kind, 0.15)
                cells.append(
                    Call(
                        'layers.' + which,
                        **{
                            each: value
                            for each, value in of_cell.items()
                            if each in kind.required or each in kind.optional
                        },
                    )
                )
            else:
                cells.append(Call('own.' + which, units=self.draw.choice([2, 3])))
        cell = cells[0] if len(cells) == 1 else cells if self.chance(0.5) else Call('layers.StackedRNNCells', cells)
        return Step('layers.RNN', shared, 3, out, several, 0, (cell,))

    def bidirectional(self, step):
        kw = {'merge_mode': self.draw.choice(['concat', 'sum', 'mul', 'ave', None])} if self.chance(0.7) else {}
        if self.chance(0.1):
            kw['weights'] = None
        several = step.several or kw.get('merge_mode', 'concat') is None
        return Step('layers.Bidirectional', kw, step.rank, step.out, several, 0, (step.call(),))

    def fitting(self, rank):
        """A random layer for an input with so many axes, at times in TimeDistributed."""
        if rank >= 3 and self.chance(0.08):
            inner = self.draw.choice(
                [
                    each
                    for each, kind in sorted(table.LAYERS.items())
                    if rank - 1 in kind.rank and each not in ('Masking',)
                ]
            )
            step = self.layer(inner, rank - 1)
            if not step.several:
                return Step('layers.TimeDistributed', {}, rank, step.out + 1, False, 0, (step.call(),))
        if self.masked and rank == 3 and self.chance(0.93):
            return self.layer(self.draw.choice(table.TAKE_MASKS + table.OWN_TAKE_MASKS), rank)
        if self.chance(0.2):
            return self.layer(
                self.draw.choice(sorted(table.OWN) + (sorted(table.OWN_OF_SEQUENCES) if rank == 3 else [])), rank
            )
        return self.layer(
            self.draw.choice([each for each, kind in sorted(table.LAYERS.items()) if rank in kind.rank]), rank
        )

    def plan(self, depth):
        """The steps of a chain with the layer of the focus."""
        if self.focus == 'TimeDistributed':
            steps = []
            rank = self.draw.choice([3, 4, 5])
            inner = self.layer(
                self.draw.choice([each for each, kind in sorted(table.LAYERS.items()) if rank - 1 in kind.rank]),
                rank - 1,
            )
            steps.append(Step('layers.TimeDistributed', {}, rank, inner.out + 1, False, 0, (inner.call(),)))
        elif self.focus == 'RNN':
            kw = self.arguments('RNN', table.Kind((3,), {}, table.STEPS), 0.3)
            kw.pop('activity_regularizer', None)
            several = bool(kw.get('return_state'))
            steps = [self.recurrent_of_cells(kw, 3 if kw.get('return_sequences') else 2, several)]
        else:
            ranks = (
                (3,)
                if self.focus in table.OWN_OF_SEQUENCES
                else (2, 3, 4)
                if self.focus in table.OWN
                else table.LAYERS[self.focus].rank
            )
            steps = [self.layer(self.focus, self.draw.choice(ranks), 0.3)]
        first = steps[0].rank
        takes_masks = self.focus in table.TAKE_MASKS + table.OWN_TAKE_MASKS + ('TimeDistributed',)
        if first == 3 and self.chance(0.4 if takes_masks else 0.03) and self.focus != 'Masking':
            steps.insert(0, self.layer('Masking', 3) if self.chance(0.5) else self.layer('Embedding', 'ids'))
        elif first != 'ids' and first <= 4 and self.chance(0.3):
            before = self.fitting(first)
            if before.out == first and not before.several:
                steps.insert(0, before)
        self.masked = steps[0].path == 'layers.Masking' or bool(steps[0].kw.get('mask_zero'))
        while len(steps) < depth and 2 <= steps[-1].out <= 5:
            steps.append(self.fitting(steps[-1].out))
        return steps
