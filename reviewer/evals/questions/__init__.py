"""The examination of `reviewer ask`: labelled questions about kept reports, answered without a model, and scored."""
