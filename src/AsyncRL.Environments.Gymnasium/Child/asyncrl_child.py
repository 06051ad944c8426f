"""The child process of AsyncRL's bridge to Gymnasium. It plays one environment, by messages over its standard input and output."""

import json
import os
import signal
import struct
import threading
import time
import traceback

from asyncrl_making import make
from asyncrl_messages import CLOSE, RENDER, RESET, STEP
from asyncrl_messages import FAILED, IMAGE, MAGIC, OBSERVATION, OUTCOME, REFUSED, REWARD, SEED, SIZE, SPACES, VERSION
from asyncrl_messages import Channel, Fault, Refusal


def describe(player, versions):
    """The answer to a request: the spaces, and what else an agent or a display must know."""
    spec, metadata = player.env.spec, player.env.metadata or {}
    limit = getattr(spec, "max_episode_steps", None)
    return json.dumps({
        "observation": player.observations, "action": player.actions, "framesPerStep": player.repeat,
        "longestEpisode": limit and -(-limit // player.repeat), "framesPerSecond": metadata.get("render_fps"), "versions": versions,
    }).encode()


def render(player):
    if not player.has_begun:
        player.env.reset()
    picture = player.env.render()
    if getattr(picture, "shape", (0,))[-1] != 3 or len(picture.shape) != 3:
        raise Fault("returned no picture of red, green and blue")
    return SIZE.pack(*picture.shape[:2]), picture.astype("uint8").tobytes()


def answer(channel, player, kind, content):
    if kind == STEP:
        reward, terminated, truncated, observation = player.step(content)
        channel.send(OUTCOME, REWARD.pack(reward, terminated, truncated), observation)
    elif kind == RESET:
        has_seed, seed = SEED.unpack(content)
        player.has_begun = True
        channel.send(OBSERVATION, player.reset(seed if has_seed else None))
    elif kind == RENDER:
        channel.send(IMAGE, *render(player))
    else:
        raise Fault(f"got a message of the kind {kind}; expected 2 to 5")


def play(channel, player):
    while True:
        kind, content = channel.receive()
        if kind == CLOSE:
            return
        try:
            answer(channel, player, kind, content)
        except Fault as fault:
            channel.send(FAILED, str(fault).encode())
        except Exception as problem:
            text = f"raised {type(problem).__name__}: {problem}\n{traceback.format_exc()}"
            channel.send(FAILED, text.encode(errors="replace"))


def lead_group():
    """Begins a group of processes, so that programs that the environment starts and leaves behind can be ended with the child."""
    if hasattr(os, "setpgid") and os.getpgrp() != os.getpid():
        os.setpgid(0, 0)


def end_group():
    """Ends the process, and all programs that its environment has left in its group."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def end_with(parent):
    """Ends the process if its parent has ended without a word, even while the environment computes without end."""
    while os.getppid() == parent:
        time.sleep(0.5)
    end_group()


def main():
    lead_group()
    # Ctrl-C and a closed terminal reach every process of the terminal. AsyncRL still needs the environment to end its segment.
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    channel = Channel()
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    channel.write(MAGIC + struct.pack("<I", VERSION))
    player, parent_has_ended = None, False
    try:
        _, content = channel.receive()
        player, versions = make(json.loads(content.decode()))
        channel.send(SPACES, describe(player, versions))
        play(channel, player)
    except Refusal as refusal:
        channel.send(REFUSED, str(refusal).encode(errors="replace"))
    except (EOFError, BrokenPipeError):
        parent_has_ended = True
    finally:
        try:
            if player:
                player.env.close()
        finally:
            if parent_has_ended:
                end_group()


main()
