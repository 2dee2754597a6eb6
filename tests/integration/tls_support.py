"""Certificates made while a test runs, and what clients need to trust them."""

import os
import ssl
import subprocess


def make_certificate(folder, name="server", common_name="localhost", days=30):
    """A self-signed certificate for this machine; returns the names of its file and its key's."""
    certificate = os.path.join(folder, f"{name}.pem")
    key = os.path.join(folder, f"{name}.key")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", key, "-out", certificate, "-days", str(days),
         "-subj", f"/CN={common_name}",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"],
        check=True, capture_output=True)  # fmt: skip
    return certificate, key


def trusting(certificate):
    """A client's context that trusts this certificate and nothing else."""
    return ssl.create_default_context(cafile=certificate)


def careless():
    """A client's context that takes any certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
