"""The providers that a customer may have a key for, and how their models are called and addressed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Provider:
    """`prefix` is LiteLLM's; `address` is where the key goes, or what is proposed where the customer types it in.

    One that does not speak only puts passages in order.
    """

    name: str
    label: str
    prefix: str
    address: str
    example: str
    has_own_address: bool = False
    speaks: bool = True

    @property
    def reranks(self) -> bool:
        """Whether a key for it may be for a rerank model."""
        return self.has_own_address or not self.speaks


PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider("openai", "OpenAI", "openai", "https://api.openai.com/v1", "gpt-4o-mini"),
        Provider("anthropic", "Anthropic", "anthropic", "https://api.anthropic.com", "claude-haiku-4-5"),
        Provider("gemini", "Google Gemini", "gemini", "", "gemini-2.5-flash"),  # LiteLLM knows its address itself
        Provider("mistral", "Mistral", "mistral", "https://api.mistral.ai/v1", "mistral-small-latest"),
        Provider("groq", "Groq", "groq", "https://api.groq.com/openai/v1", "llama-3.3-70b-versatile"),
        Provider("openrouter", "OpenRouter", "openrouter", "https://openrouter.ai/api/v1", "openai/gpt-4o-mini"),
        Provider("ollama", "Ollama", "openai", "http://localhost:11434/v1", "llama3.2", has_own_address=True),
        Provider("vllm", "vLLM", "openai", "http://localhost:8000/v1", "Qwen/Qwen3-8B", has_own_address=True),
        Provider("lmstudio", "LM Studio", "openai", "http://localhost:1234/v1", "qwen3-8b", has_own_address=True),
        Provider("compatible", "Other, in OpenAI’s language", "openai", "", "my-model", has_own_address=True),
        Provider("cohere", "Cohere, to rerank", "cohere", "https://api.cohere.com", "rerank-v3.5", speaks=False),
        Provider("jina", "Jina AI, to rerank", "jina_ai", "https://api.jina.ai/v1", "jina-reranker-v3", speaks=False),
        Provider("voyage", "Voyage AI, to rerank", "voyage", "https://api.voyageai.com/v1", "rerank-2.5", speaks=False),
    )
}
