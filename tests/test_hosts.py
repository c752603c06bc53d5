"""Which Keras is driven, and why; and the errors of a process that has none, a broken one, or asks for another."""
import json
import os
import subprocess
import sys

import pytest

import compat
from compat import hosts, process
from compat.errors import (AlreadyChosenError, CompatError, HostTooOldError, NoFrameworkError, NoHostError,
                           UnknownFrameworkError, UnknownHostError)

pytestmark = pytest.mark.usefixtures('machine')
ALL_HOSTS = ['keras3', 'tf_keras', 'tf.keras', 'keras2']


def choice():
    choice = process.choose()
    return choice.host.name, str(choice.version), choice.framework


@pytest.mark.parametrize('distributions, expected', [
    ('keras==3.15.1 tensorflow==2.21.0', ('keras3', '3.15.1', 'tensorflow')),
    ('keras==3.0.5 tensorflow-cpu==2.16.2', ('keras3', '3.0.5', 'tensorflow')),
    ('keras==3.15.1 jax==0.4.30', ('keras3', '3.15.1', 'jax')),
    ('keras==3.15.1 torch==2.13.0+cpu', ('keras3', '3.15.1', 'torch')),
    ('keras-nightly==3.6.0.dev2024090103 jax==0.4.30', ('keras3', '3.6.0.dev2024090103', 'jax')),
    ('keras==3.0.0.dev1 jax==0.4.30', ('keras3', '3.0.0.dev1', 'jax')),
    ('tf-keras==2.21.0 tensorflow==2.21.0', ('tf_keras', '2.21.0', 'tensorflow')),
    ('tf-keras-nightly==2.18.0.dev2024 tf-nightly==2.18.0.dev2024', ('tf_keras', '2.18.0.dev2024', 'tensorflow')),
    ('tensorflow==2.4.0', ('tf.keras', '2.4.0', 'tensorflow')),
    ('tensorflow-cpu==2.10.1 keras==2.10.0', ('tf.keras', '2.10.1', 'tensorflow')),
    ('tensorflow-intel==2.13.0 keras==2.13.1', ('tf.keras', '2.13.0', 'tensorflow')),
    ('tensorflow==2.15.1 keras==2.15.0', ('tf.keras', '2.15.1', 'tensorflow')),
    ('tf-nightly==2.15.0.dev20231001 keras==2.15.0', ('tf.keras', '2.15.0.dev20231001', 'tensorflow')),
    ('tf-nightly-cpu==2.4.0rc1', ('tf.keras', '2.4.0rc1', 'tensorflow')),
    ('keras==2.2.4 tensorflow==1.15.5', ('keras2', '2.2.4', 'tensorflow')),
    ('keras==2.3.1 tensorflow==1.15.5', ('keras2', '2.3.1', 'tensorflow')),
    ('keras==2.3.1 tensorflow-gpu==2.2.0', ('keras2', '2.3.1', 'tensorflow')),
], ids=str)
def test_what_is_installed_is_recognised(machine, distributions, expected):
    machine.install(*distributions.split())
    assert choice() == expected


@pytest.mark.parametrize('distributions, expected', [
    ('keras==3.15.1 tf-keras==2.21.0 tensorflow==2.21.0', 'keras3'),
    ('keras==3.0.5 tensorflow==2.15.1', 'keras3'),
    ('tf-keras==2.15.0 keras==2.15.0 tensorflow==2.15.1', 'tf_keras'),
    ('keras==2.3.1 tensorflow==2.4.4', 'tf.keras'),
], ids=str)
def test_of_two_installed_hosts_the_best_is_chosen(machine, distributions, expected):
    machine.install(*distributions.split())
    assert choice()[0] == expected
    assert process.choose().why == 'it is the best one installed'


@pytest.mark.parametrize('imports, expected', [
    ('tf_keras', 'tf_keras'),
    ('tensorflow keras tf_keras', 'tf_keras'),  # tf_keras imports TensorFlow, which imports Keras 3
    ('tensorflow keras', 'keras3'),
], ids=str)
def test_an_imported_host_wins_over_one_that_is_only_installed(machine, imports, expected):
    machine.install('keras==3.15.1', 'tf-keras==2.21.0', 'tensorflow==2.21.0')
    for name in imports.split():
        machine.imports(name)
    assert choice()[0] == expected
    assert process.choose().why == 'this process has imported %s already' % hosts.by_name(expected).package


def test_compat_that_stands_in_for_keras_is_not_taken_for_an_imported_keras(machine):
    machine.install('keras==3.15.1', 'tf-keras==2.21.0', 'tensorflow==2.21.0')
    machine.imports('tf_keras')
    compat.install()
    try:
        assert sys.modules['keras'].__version__ == '2.2.4'
        assert (choice()[0], hosts.imported('keras')) == ('tf_keras', None)
        assert [row.version.release for row in hosts.candidates()] == [(3, 15, 1), (2, 21, 0)]
    finally:
        compat.uninstall()
    assert 'keras' not in sys.modules


def test_imported_keras_2_wins_over_the_tensorflow_that_it_imported(machine):
    machine.install('keras==2.3.1', 'tensorflow==2.4.4')
    machine.imports('tensorflow')
    assert choice()[0] == 'tf.keras'
    machine.imports('keras')
    assert choice()[0] == 'keras2'


def test_an_imported_keras_without_metadata_reports_its_version_itself(machine):
    machine.install('jax==0.4.30')
    machine.write('keras/__init__.py', """
        __version__ = '3.4.1'
        class config:
            backend = staticmethod(lambda: 'jax')
        """)
    with pytest.raises(NoHostError, match='belongs to no installed distribution'):
        process.choose()
    machine.imports('keras')
    assert choice() == ('keras3', '3.4.1', 'jax')


def test_compat_host_wins_over_what_is_imported(machine):
    machine.install('keras==3.15.1', 'tf-keras==2.21.0', 'tensorflow==2.21.0')
    machine.imports('keras')
    machine.sets(COMPAT_HOST='tf_keras')
    assert choice()[0] == 'tf_keras'
    assert process.choose().why == 'COMPAT_HOST asks for it'


def test_configure_wins_over_compat_host(machine):
    machine.install('keras==3.15.1', 'tf-keras==2.21.0', 'tensorflow==2.21.0')
    machine.sets(COMPAT_HOST='tf_keras')
    compat.configure(host='keras3')
    assert choice()[0] == 'keras3'


@pytest.mark.parametrize('value, expected', [('1', 'tf_keras'), ('True', 'tf_keras'), ('0', 'keras3'), ('', 'keras3')])
def test_tensorflows_own_switch_for_legacy_keras_means_tf_keras(machine, value, expected):
    machine.install('keras==3.15.1', 'tf-keras==2.21.0', 'tensorflow==2.21.0')
    machine.sets(TF_USE_LEGACY_KERAS=value)
    assert choice()[0] == expected


def test_compat_host_wins_over_tensorflows_own_switch(machine):
    machine.install('keras==3.15.1', 'tf-keras==2.21.0', 'tensorflow==2.21.0')
    machine.sets(TF_USE_LEGACY_KERAS='1', COMPAT_HOST='keras3')
    assert choice()[0] == 'keras3'


def test_legacy_keras_without_tf_keras_says_what_to_install(machine):
    machine.install('keras==3.15.1', 'tensorflow==2.21.0')
    machine.sets(TF_USE_LEGACY_KERAS='1')
    with pytest.raises(NoHostError, match=r'TF_USE_LEGACY_KERAS=1 means tf_keras, and tf_keras is not installed.*'
                                          r'customlayers\[tf-keras\].*or use what is installed: keras3'):
        process.choose()


# The framework of Keras 3

def test_keras_backend_chooses_the_engine(machine):
    machine.install('keras==3.15.1', 'tensorflow==2.21.0', 'jax==0.4.30')
    machine.sets(KERAS_BACKEND='jax')
    assert choice()[2] == 'jax'
    assert process.choose().framework_why == 'KERAS_BACKEND asks for it'


def test_keras_json_chooses_the_engine_when_keras_backend_does_not(machine, tmp_path):
    machine.install('keras==3.15.1', 'tensorflow==2.21.0', 'torch==2.13.0')
    (tmp_path / 'keras_home').mkdir()
    (tmp_path / 'keras_home' / 'keras.json').write_text(json.dumps({'backend': 'torch'}))
    assert choice()[2] == 'torch'
    assert process.choose().framework_why == 'keras.json asks for it'
    machine.sets(KERAS_BACKEND='tensorflow')
    assert choice()[2] == 'tensorflow'


def test_numpy_computes_only_where_it_is_asked_for(machine, tmp_path):
    machine.install('keras==3.15.1', 'numpy==2.4.4', 'torch==2.13.0')
    assert choice()[2] == 'torch'
    machine.sets(KERAS_BACKEND='numpy')
    assert choice()[2] == 'numpy'


def test_keras_json_may_ask_for_numpy(machine, tmp_path):
    machine.install('keras==3.15.1', 'numpy==2.4.4', 'torch==2.13.0')
    (tmp_path / 'keras_home').mkdir()
    (tmp_path / 'keras_home' / 'keras.json').write_text(json.dumps({'backend': 'numpy'}))
    assert choice()[2] == 'numpy'


@pytest.mark.parametrize('text', ['{"backend": "tensorflow"}', '{"backend": "theano"}', '{"backend', '[]', '{}', ''])
def test_a_keras_json_that_asks_for_what_is_not_there_asks_in_vain(machine, tmp_path, text):
    machine.install('keras==3.15.1', 'jax==0.4.30', 'torch==2.13.0')
    (tmp_path / 'keras_home').mkdir()
    (tmp_path / 'keras_home' / 'keras.json').write_text(text)
    assert choice()[2] == 'jax'
    assert process.choose().framework_why == 'it is the first one installed of tensorflow, jax, torch'


def test_an_imported_keras_3_has_its_engine_already(machine):
    machine.install('keras==3.15.1', 'tensorflow==2.21.0', 'jax==0.4.30')
    machine.sets(KERAS_BACKEND='jax')
    machine.write('keras/__init__.py', """
        __version__ = '3.15.1'
        class config:
            backend = staticmethod(lambda: 'tensorflow')
        """)
    machine.imports('keras')
    assert choice()[2] == 'tensorflow'


@pytest.mark.parametrize('framework', ['openvino', 'theano', 'JAX'])
def test_an_unknown_engine_is_refused_with_the_list_of_engines(machine, framework):
    machine.install('keras==3.15.1', 'tensorflow==2.21.0')
    machine.sets(KERAS_BACKEND=framework)
    with pytest.raises(UnknownFrameworkError, match='%r, and compat drives keras3 on tensorflow, jax, '
                                                    'torch' % framework):
        process.choose()


def test_an_engine_that_is_not_installed_is_named_with_its_extra(machine):
    machine.install('keras==3.15.1', 'tensorflow==2.21.0')
    machine.sets(KERAS_BACKEND='torch')
    with pytest.raises(NoFrameworkError, match=r'the framework torch, and it is not installed.*customlayers\[torch\]'):
        process.choose()


def test_keras_3_without_an_engine_says_what_to_install(machine):
    machine.install('keras==3.15.1')
    with pytest.raises(NoFrameworkError, match='Install tensorflow or jax or torch'):
        process.choose()


def test_a_folder_that_only_has_the_name_of_an_engine_is_no_engine(machine):
    machine.install('keras==3.15.1', 'torch==2.13.0')
    (machine.folder / 'tensorflow').mkdir()
    assert choice()[2] == 'torch'


def test_keras_backend_says_nothing_to_a_keras_that_has_one_engine(machine):
    machine.install('tensorflow==2.15.1', 'keras==2.15.0')
    machine.sets(KERAS_BACKEND='jax')
    assert choice() == ('tf.keras', '2.15.1', 'tensorflow')


def test_keras_2_is_driven_on_tensorflow_only(machine):
    machine.install('keras==2.2.4', 'tensorflow==1.15.5')
    machine.sets(KERAS_BACKEND='theano')
    with pytest.raises(UnknownFrameworkError, match="'theano', and compat drives keras2 on tensorflow"):
        process.choose()


# No host, a broken one, one too old

def test_without_a_host_the_error_says_what_to_install():
    with pytest.raises(NoHostError, match=r'No Keras is installed(?s:.)*pip install "customlayers\[tensorflow\]"'):
        process.choose()
    with pytest.raises(ImportError):
        process.opened()


@pytest.mark.parametrize('distribution, message', [
    ('tensorflow==2.3.4', 'tensorflow 2.3.4 is too old: compat drives tf.keras from version 2.4 on and below 2.16'),
    ('tensorflow-cpu==1.15.5', 'tensorflow-cpu 1.15.5 is too old: compat drives tf.keras from version 2.4 on'),
    ('keras==2.2.2',
     'keras 2.2.2 is too old: compat drives keras3 from version 3.0 on and keras2 from version 2.2.4 on and below 2.4'),
    ('tf-keras==2.14.1', 'tf-keras 2.14.1 is too old: compat drives tf_keras from version 2.15 on'),
])
def test_a_host_too_old_is_named_with_the_floor(machine, distribution, message):
    machine.install(distribution)
    with pytest.raises(HostTooOldError) as caught:
        process.choose()
    assert message in str(caught.value)
    assert 'Install one of' in str(caught.value)


@pytest.mark.parametrize('version', ['2.4.3', '2.6.0', '2.15.0'])
def test_the_keras_that_was_a_part_of_tensorflow_is_no_host_by_itself(machine, version):
    machine.install('keras==' + version)
    with pytest.raises(NoHostError, match='keras %s is none of them: compat drives keras3 from version 3.0 on and '
                                          'keras2 from version 2.2.4 on and below 2.4' % version) as caught:
        process.choose()
    assert not isinstance(caught.value, HostTooOldError)


@pytest.mark.parametrize('name, distributions, kind, message', [
    ('keras3', 'keras==2.3.1 tensorflow==1.15.5', HostTooOldError,
     'COMPAT_HOST asks for keras3, and keras 2.3.1 is too old: compat drives keras3 from version 3.0 on'),
    ('tf.keras', 'keras==3.15.1 tensorflow==2.21.0', NoHostError,
     'COMPAT_HOST asks for tf.keras, and tensorflow 2.21.0 is none of them: compat drives tf.keras from version 2.4'),
    ('keras2', 'tensorflow==2.15.1 keras==2.15.0', NoHostError,
     'COMPAT_HOST asks for keras2, and keras 2.15.0 is none of them: compat drives keras2 from version 2.2.4 on'),
    ('tf_keras', 'keras==3.15.1 tensorflow==2.21.0', NoHostError,
     'COMPAT_HOST asks for tf_keras, and tf_keras is not installed. Install it with: '
     'pip install "customlayers[tf-keras]"'),
])
def test_a_host_that_is_asked_for_and_cannot_be_had_is_not_replaced_by_another(machine, name, distributions, kind,
                                                                                message):
    machine.install(*distributions.split())
    machine.sets(COMPAT_HOST=name)
    with pytest.raises(kind) as caught:
        process.choose()
    assert message in str(caught.value)
    assert 'or use what is installed: ' in str(caught.value)


def test_metadata_without_a_module_is_a_broken_installation(machine):
    machine.record('keras', '3.15.1')
    with pytest.raises(NoHostError, match='keras 3.15.1 is recorded as installed, but there is no module keras'):
        process.choose()


def test_what_an_interrupted_uninstall_left_is_not_installed(machine):
    machine.install('tensorflow==2.15.1')
    machine.write('keras-3.1.0.dist-info/RECORD', 'keras/__init__.py,,')
    machine.write('~eras-3.1.0.dist-info/METADATA', 'Name: keras')
    assert choice()[0] == 'tf.keras'


def test_a_broken_installation_gives_way_to_one_that_is_whole(machine):
    machine.record('keras', '3.15.1')
    machine.install('tensorflow==2.15.1')
    assert choice()[0] == 'tf.keras'


def test_a_host_whose_import_fails_is_named_and_the_cause_is_chained(machine):
    machine.install('keras==3.15.1', 'jax==0.4.30')
    machine.write('keras/__init__.py', "raise ImportError('libcudart is missing')")
    with pytest.raises(NoHostError, match='keras3 3.15.1 is installed and cannot be imported: ImportError: '
                                          'libcudart is missing') as caught:
        process.opened()
    assert str(caught.value.__cause__) == 'libcudart is missing'
    assert 'KERAS_BACKEND' not in os.environ


def test_a_tensorflow_without_its_keras_is_named(machine):
    machine.install('tensorflow==2.15.1')
    machine.write('tensorflow/__init__.py', "__version__ = '2.15.1'")
    with pytest.raises(NoHostError, match='tf.keras 2.15.1 is installed and cannot be imported: AttributeError'):
        process.opened()


def test_a_module_of_the_users_that_shadows_keras_is_named_with_its_file(machine, tmp_path):
    machine.install('keras==3.15.1', 'jax==0.4.30')
    (tmp_path / 'program').mkdir()
    (tmp_path / 'program' / 'keras.py').write_text('')
    machine.monkeypatch.setattr(sys, 'path', [str(tmp_path / 'program')] + sys.path)
    with pytest.raises(NoHostError, match=r'the module keras at .*keras\.py is not it'):
        process.opened()


# The host in use

def test_an_opened_host_has_its_version_though_its_keras_reports_none(machine):
    machine.install('tensorflow-cpu==2.15.1', 'keras==2.15.0')
    host = process.opened()
    assert not hasattr(host.keras, '__version__')
    assert (host.keras.name, host.family, str(host.version)) == ('tf.keras', 'tf_keras', '2.15.1')
    assert host.describe() == 'tf.keras 2.15.1 on tensorflow'


def test_keras_is_imported_with_the_engine_that_was_chosen_and_the_environment_stays(machine):
    machine.install('keras==3.15.1', 'torch==2.13.0')
    host = process.opened()
    assert host.keras.asked == 'torch'
    assert host.describe() == 'Keras 3.15.1 on torch'
    assert 'KERAS_BACKEND' not in os.environ


def test_a_second_host_is_refused_once_the_first_is_in_use(machine):
    machine.install('keras==3.15.1', 'tf-keras==2.21.0', 'tensorflow==2.21.0')
    process.opened()
    with pytest.raises(AlreadyChosenError, match='uses Keras 3.15.1 on tensorflow already, so it cannot use tf_keras'):
        compat.configure(host='tf_keras')
    compat.configure(host='keras3')
    machine.sets(COMPAT_HOST='tf_keras')
    assert choice()[0] == 'keras3'


def test_a_host_that_cannot_be_had_with_what_is_in_use_is_not_stored(machine):
    machine.install('keras==3.15.1', 'jax==0.4.30', 'tf-keras==2.21.0', 'tensorflow==2.21.0')
    machine.sets(COMPAT_HOST='tf_keras', KERAS_BACKEND='openvino')
    with pytest.raises(UnknownFrameworkError):
        compat.configure(host='keras3')
    assert choice()[0] == 'tf_keras'


@pytest.mark.parametrize('name', ['keras', 'keras-3', 'theano', 'KERAS3'])
def test_an_unknown_host_is_refused_with_the_list_of_hosts(machine, name):
    machine.install('keras==3.15.1', 'jax==0.4.30')
    with pytest.raises(UnknownHostError, match='%r is no host. The hosts are %s' % (name, ', '.join(ALL_HOSTS))):
        compat.configure(host=name)
    machine.sets(COMPAT_HOST=name)
    with pytest.raises(ValueError, match='set COMPAT_HOST'):
        process.choose()


@pytest.mark.parametrize('distributions, yes, no', [
    ('keras==3.15.1 torch==2.13.0', ['keras3', 'keras3-torch', 'keras3>=3.5', 'keras3-torch>=3.5,<4', 'keras2 keras3'],
     ['keras3-jax', 'keras3<3.15', 'tf_keras', 'keras2 tf.keras', '']),
    ('tensorflow==2.4.4', ['tf.keras', 'tf.keras<2.7', 'tf.keras-tensorflow==2.4.4'], ['tf.keras<2.4.1', 'keras3']),
    ('keras-nightly==3.6.0.dev2024 jax==0.4.30', ['keras3>=3.6', 'keras3-jax<3.7'], ['keras3<3.6']),
], ids=str)
def test_a_place_of_the_table_is_written_as_host_engine_and_versions(machine, distributions, yes, no):
    machine.install(*distributions.split())
    assert [where for where in yes + no if process.matches(where)] == yes


@pytest.mark.parametrize('where', ['keras4', 'keras3-theano', 'tf.keras-jax', 'jax', 'keras3 Keras2', 'keras3 >=3.1'])
def test_a_place_that_the_table_does_not_have_is_an_error(machine, where):
    machine.install('keras==3.15.1', 'jax==0.4.30')
    with pytest.raises(CompatError):
        process.matches(where)


@pytest.mark.parametrize('where, spoken_of', [
    ('keras3', ['keras3-tensorflow', 'keras3-jax', 'keras3-torch', 'keras3-numpy']),
    ('keras3-jax tf.keras<2.7', ['keras3-jax', 'tf.keras-tensorflow']),
    ('keras2>=2.3', ['keras2-tensorflow']), ('', [])])
def test_a_place_speaks_of_a_host_when_it_has_any_version_of_it(where, spoken_of):
    assert sorted('%s-%s' % (host.name, framework) for host in hosts.HOSTS for framework in host.frameworks
                  if hosts.names_host(where, host, framework)) == sorted(spoken_of)


def test_importing_compat_imports_no_host_prints_nothing_and_leaves_the_environment():
    program = """
import os, sys
modules, environment = set(sys.modules), dict(os.environ)
import compat, customlayers
added = [sys.modules[name] for name in set(sys.modules) - modules]
outside = {module.__name__.partition('.')[0] for module in added
           if 'site-packages' in (getattr(module, '__file__', None) or '')}
print(sorted(outside - {'compat', 'customlayers', 'packaging', 'importlib_metadata', 'zipp', 'typing_extensions'}))
print(sorted(name for name in set(sys.modules) - modules if name.partition('.')[0] in %r))
print(dict(os.environ) == environment)
""" % (['keras', 'tf_keras', 'tensorflow', 'jax', 'torch', 'numpy'],)
    environment = dict(os.environ, PYTHONPATH=os.path.dirname(os.path.dirname(os.path.abspath(compat.__file__))))
    run = subprocess.run([sys.executable, '-c', program], env=environment, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True, timeout=60)
    assert run.stdout == '[]\n[]\nTrue\n'
