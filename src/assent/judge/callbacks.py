"""Where callbacks will go: the URLs that an exchange asks its provider to call (OAS 3.1.1 §4.8.18)."""

from __future__ import annotations

from urllib.parse import unquote

from assent.judge.expressions import evaluate
from assent.judge.subject import Subject


def expect_callbacks(subject: Subject) -> None:
    """Take requests to the URLs that this exchange names for the callbacks of its operation, from now on."""
    operation, response = subject.operation, subject.response
    if operation is None or not operation.callbacks or response is None or not 200 <= response.status < 300:
        return
    texts = {name: unquote(text) for name, text in subject.sent.path.items()}
    for callback in operation.callbacks.values():
        for expression, item in callback.items.items():
            url = evaluate(expression, subject.exchange, texts)
            if isinstance(url, str):
                subject.prepared.listen(url, item)
