"""The language layer: what a model may add to a review, and never more than it can quote."""

from reviewer.llm.base import Message, Model, ModelError, Reply, Request
from reviewer.llm.connect import Connected, connect, preview, wanted

__all__ = ["Connected", "Message", "Model", "ModelError", "Reply", "Request", "connect", "preview", "wanted"]
