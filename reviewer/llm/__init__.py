"""The language layer: it can only add what it can quote. Importing it costs no model library."""

from reviewer.llm.base import Message, Model, ModelError, Reply, Request
from reviewer.llm.connect import Connected, connect, preview, wanted
from reviewer.llm.critic import Criticism, criticise, jobs
from reviewer.llm.prompt import Prompt, prompts

__all__ = [
    "Connected", "Criticism", "Message", "Model", "ModelError", "Prompt", "Reply", "Request", "connect", "criticise",
    "jobs", "preview", "prompts", "wanted",
]  # fmt: skip
