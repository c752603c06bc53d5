"""``python -m compat``: the report of host, framework and dialect, and the runner of old programs."""
import argparse
import sys


def main(arguments=None):
    """Run ``python -m compat`` with those arguments; returns the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ['run']:
        from compat.cli import run as running
        return running.main(arguments[1:])
    from compat.cli import report
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command == 'run':
        parser.error('run comes first: python -m compat run SCRIPT ARGS...')
    return report.main(as_json=options.json)


def _parser():
    parser = argparse.ArgumentParser(
        prog='python -m compat', formatter_class=argparse.RawDescriptionHelpFormatter,
        description='Keras 2 programs, unchanged, on the Keras that is installed.',
        epilog='commands:\n'
               '  report  print the host, framework and dialect that compat chose here, why, the versions found and '
               'the\n'
               '          differences from Keras 2 that apply; exit status 1 where there is no host (the default)\n'
               '  run     run an old program unchanged: python -m compat run [--host H] [--dialect D] SCRIPT ARGS...\n'
               '          or -m MODULE ARGS...; see python -m compat run --help')
    parser.add_argument('command', nargs='?', choices=('report', 'run'), default='report', help='see below')
    parser.add_argument('--json', action='store_true', help='print the report as JSON')
    return parser


if __name__ == '__main__':
    sys.exit(main())
