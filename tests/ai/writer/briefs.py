from webox.ai.registry import Brand, Brief


def a_brief(language="fr", tone="professional", topic="", audience="", context=None, brand=None, **inputs):
    given = {"topic": topic, "audience": audience} | inputs
    return Brief(given, language, tone, Brand(**(brand or {})), context or {})
