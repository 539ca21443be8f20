#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""Make the certificates of the practice network.

usage: make-certificates.py OPENSSL TARGETS.json CA.pem SERVER.pem PROXY.pem

CA.pem      the practice authority, the only one that the practice trusts
SERVER.pem  key and certificate for every host of TARGETS.json
PROXY.pem   the same from another authority that nobody trusts: what a box
            that opens TLS on the way would show

It runs while Kaitsu is built, so no private key is ever in the repository.
The authorities' keys are thrown away at once: nothing more can be signed.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

# Wide on both sides, so that a PC whose clock is years off can still
# practise; 2049 is the last year that every parser reads the same way.
BEGIN = '20150101000000Z'
END = '20491231235959Z'

CA_NAME = '/O=Kaitsu/CN=Kaitsu 練習用の認証局'
PROXY_NAME = '/CN=練習用の検査プロキシ'
FALLBACK_HOST = 'practice.invalid'

CONFIG = """
[ca]
default_ca = practice
[practice]
new_certs_dir = {folder}
database = {folder}/index.txt
rand_serial = yes
default_md = sha256
policy = anything
unique_subject = no
[anything]
countryName = optional
organizationName = optional
commonName = supplied
[req]
distinguished_name = names
string_mask = utf8only
utf8 = yes
[names]
[authority]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = {names}
"""


def is_address(host):
    return ':' in host or host.replace('.', '').isdigit()


def hosts_of(path):
    """Every host that the built-in list names, in order, once."""
    targets = json.loads(pathlib.Path(path).read_text(encoding='utf-8'))
    hosts = [target['host'] for target in targets.get('targets', [])]
    for check in targets.get('portal_checks', []):
        hosts.append(urllib.parse.urlsplit(check['uri']).hostname)
    return list(dict.fromkeys(hosts)) or [FALLBACK_HOST]


class Authority:
    def __init__(self, openssl, folder, name, hosts):
        self.openssl = openssl
        self.folder = folder
        folder.mkdir()
        (folder / 'index.txt').touch()
        names = ', '.join(('IP:' if is_address(host) else 'DNS:') + host for host in hosts)
        (folder / 'config').write_text(CONFIG.format(folder=folder, names=names), encoding='utf-8')
        self.key, self.certificate = self.sign('authority', name, selfsign=True)

    def run(self, *arguments):
        subprocess.run([self.openssl, *arguments], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def sign(self, role, name, selfsign=False):
        key, request, certificate = (self.folder / (role + end) for end in ('.key', '.csr', '.pem'))
        self.run('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', key)
        self.run('req', '-new', '-utf8', '-config', self.folder / 'config',
                 '-subj', name, '-key', key, '-out', request)
        signer = ['-selfsign', '-keyfile', key] if selfsign else [
            '-keyfile', self.key, '-cert', self.certificate]
        self.run('ca', '-batch', '-utf8', '-notext', '-config', self.folder / 'config', *signer,
                 '-startdate', BEGIN, '-enddate', END, '-extensions', role,
                 '-in', request, '-out', certificate)
        return key, certificate


def main(openssl, targets, ca_out, server_out, proxy_out):
    hosts = hosts_of(targets)
    with tempfile.TemporaryDirectory() as folder:
        ours = Authority(openssl, pathlib.Path(folder) / 'ours', CA_NAME, hosts)
        proxy = Authority(openssl, pathlib.Path(folder) / 'proxy', PROXY_NAME, hosts)
        pathlib.Path(ca_out).write_bytes(ours.certificate.read_bytes())
        for authority, out in ((ours, server_out), (proxy, proxy_out)):
            pem = [path.read_bytes() for path in authority.sign('leaf', '/CN=Kaitsu practice')]
            pathlib.Path(out).write_bytes(b''.join(pem))


if __name__ == '__main__':
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except subprocess.CalledProcessError as error:
        sys.exit(f'{error.cmd}: {error.stderr.decode(errors="replace")}')
