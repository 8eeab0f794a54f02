from webox.ai.models import AIConfig, Generation, Tone

OUTPUT = {"subject": "About bread", "body": "First.", "points": ["Bread", "More"]}


def make_config(workspace, user=None, key="", **fields):
    config = AIConfig(workspace=workspace, user=user, **fields)
    config.keep_key(key)
    config.save()
    return config


def make_generation(workspace, state=Generation.State.READY, output=None, **fields):
    """A note of tests/ai/notes, written by the offline writer."""
    is_written = state in (Generation.State.READY, Generation.State.ACCEPTED, Generation.State.REJECTED)
    known = {
        "purpose": "tests.note",
        "prompt_version": "1",
        "inputs": {"topic": "Bread"},
        "output": output or (OUTPUT if is_written else None),
        "provider": AIConfig.Provider.OFFLINE,
        "language": "en",
        "tone": Tone.FRIENDLY,
    }
    return Generation.objects.create(workspace=workspace, state=state, **known | fields)
