"""Makes the environment that AsyncRL asks for. Whatever prevents it becomes one sentence."""

import importlib
import json
import os
import sys
import traceback

from asyncrl_messages import Refusal
from asyncrl_players import AtariPlayer, Player

# The packages that register the environments of a namespace, and what installs them.
PACKAGES = {"ALE": ("ale_py", '"gymnasium[atari]"'), "MinAtar": ("minatar", "minatar")}
OLDEST_PYTHON, OLDEST_GYMNASIUM = (3, 8), (0, 29)


def import_gymnasium():
    if sys.version_info < OLDEST_PYTHON:
        raise Refusal(f"The Python {sys.executable} has version {sys.version.split()[0]}; expected 3.8 or later, named by --set python=PATH.")
    try:
        import numpy
        import gymnasium
    except ImportError as missing:
        raise Refusal(f"The Python {sys.executable} cannot import {missing.name or 'gymnasium'}; expected the package gymnasium: "
                      f"{sys.executable} -m pip install gymnasium, or another Python by --set python=PATH.")
    version = gymnasium.__version__
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_GYMNASIUM:
        raise Refusal(f"The Python {sys.executable} has Gymnasium {version}; expected 0.29 or later: "
                      f"{sys.executable} -m pip install --upgrade gymnasium.")
    return gymnasium, numpy


def import_package(name, package, advice):
    try:
        return importlib.import_module(package)
    except ImportError as missing:
        raise Refusal(f"The environment {name} needs the module {missing.name or package}, which {sys.executable} cannot import; "
                      f"expected {advice}.")


def make(request):
    """Makes the environment of a request. Whatever prevents it becomes one sentence."""
    gymnasium, numpy = import_gymnasium()
    name = request["id"]
    module, _, rest = name.rpartition(":")
    if module:
        import_package(name, module, "a module in the present directory or on PYTHONPATH")
    namespace = rest.split("/")[0] if "/" in rest else ""
    if namespace in PACKAGES:
        package, installed = PACKAGES[namespace]
        advice = f"its package: {sys.executable} -m pip install {installed}"
        import_package(name, package, advice)
        if namespace == "MinAtar" and rest not in gymnasium.registry:
            import_package(name, "minatar.gym", advice).register_envs()
    try:
        arguments = read_arguments(request["make"], gymnasium, rest, namespace == "ALE")
        env = gymnasium.make(rest, **arguments)
        kind = AtariPlayer if namespace == "ALE" else Player
        return kind(env, request, numpy), describe_versions(gymnasium, numpy)
    except Refusal:
        raise
    except Exception as problem:
        raise Refusal(sentence_of(problem, name, gymnasium))


def sentence_of(problem, name, gymnasium):
    text = " ".join(str(problem).split()).rstrip(".")
    if isinstance(problem, gymnasium.error.UnregisteredEnv):
        return (f"There is no environment {name} in Gymnasium {gymnasium.__version__}: {text}; expected one that "
                f"{sys.executable} -c \"import gymnasium; gymnasium.pprint_registry()\" shows.")
    if isinstance(problem, gymnasium.error.DependencyNotInstalled):
        return f"The environment {name} needs another package: {text}; expected it in {sys.executable}."
    place = traceback.extract_tb(problem.__traceback__)[-1]
    return (f"The environment {name} cannot be made: {type(problem).__name__}: {text} ({os.path.basename(place.filename)}, line "
            f"{place.lineno}); expected other --set make.KEY=VALUE, or a repaired environment.")


def read_arguments(texts, gymnasium, name, is_atari):
    """The keyword arguments. A text that is JSON, such as 3, true or [1, 2], is its value; any other text is itself."""
    arguments = {"frameskip": 1, "repeat_action_probability": 0.0} if is_atari else {}
    if is_atari and "frameskip" in texts:
        raise Refusal("The option make.frameskip has no effect; expected --set action-repeat=N.")
    if "render_mode" not in texts and draws_pictures(gymnasium, name):
        arguments["render_mode"] = "rgb_array"
    for key, text in texts.items():
        try:
            arguments[key] = json.loads(text)
        except ValueError:
            arguments[key] = text
    return arguments


def draws_pictures(gymnasium, name):
    try:
        creator = gymnasium.spec(name).entry_point
        creator = creator if callable(creator) else gymnasium.envs.registration.load_env_creator(creator)
        return "rgb_array" in creator.metadata.get("render_modes", [])
    except Exception:
        return False


def describe_versions(gymnasium, numpy):
    return {"python": sys.version.split()[0], "executable": sys.executable, "gymnasium": gymnasium.__version__, "numpy": numpy.__version__}
