"""An office's endpoint over https: its own authority has to be named, and the name has to be the one asked for."""

from __future__ import annotations

import datetime
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reviewer.llm.base import ModelError
from reviewer.llm.openai import OpenAIModel
from tests.llm.build import GOOD, Clock, request, settings
from tests.llm.server import Server, says


def certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate for a host that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "cert.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return public, private


@pytest.mark.parametrize(
    ("host", "named", "code"),
    [("localhost", True, ""), ("localhost", False, "M-TLS"), ("other.example", True, "M-TLS")],
)
def test_a_certificate_is_verified(tmp_path: Path, host: str, named: bool, code: str) -> None:
    public, private = certificate(tmp_path, host)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    with Server(says(GOOD), tls=context) as server:
        given = settings(
            base_url=f"https://localhost:{server.port}/v1", llm_ca_file=public if named else None, llm_connect_timeout=5
        )
        model = OpenAIModel(given, Clock().guard())
        if code:
            with pytest.raises(ModelError, match=code) as caught:
                model.answer(request())
            assert (server.calls, caught.value.calls) == (0, 1)
        else:
            assert model.answer(request()).text == GOOD


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_file_without_certificates_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    given = settings(base_url="https://localhost:9/v1", llm_ca_file=path)
    with pytest.raises(ModelError, match="M-CA"):
        OpenAIModel(given, Clock().guard()).answer(request())
