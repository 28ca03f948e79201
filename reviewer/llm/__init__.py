"""The language layer: it can only add what it can quote. Importing it costs no model library."""

from reviewer.llm.base import Message, Model, ModelError, Reply, Request
from reviewer.llm.critic import Criticism, criticise, jobs
from reviewer.llm.prompt import Prompt, prompts

__all__ = ["Criticism", "Message", "Model", "ModelError", "Prompt", "Reply", "Request", "criticise", "jobs", "prompts"]
