#!/usr/bin/env python3
"""Checks an archive of the audit trail without Ringfence: python3 audit-archive.py ARCHIVE.xml audit-public-key.pem

Python's own library and the program openssl are all that it needs. See audit.md.
"""
import base64, hashlib, re, subprocess, sys, tempfile
from datetime import datetime, timedelta, timezone
import xml.etree.ElementTree as xml

def text(spelled):  # \\ is a backslash, \uXXXX a UTF-16 code unit
    units = re.sub(r'\\(?:u([0-9a-f]{4})|\\)', lambda m: chr(int(m[1], 16)) if m[1] else '\\', spelled)
    return units.encode('utf-16-le', 'surrogatepass').decode('utf-16-le', 'surrogatepass')

def fields(*values):  # each with its length in bytes
    return b''.join(b'%d:%b,' % (len(v), v) for v in (str(value).encode() for value in values))

def ms(at):  # milliseconds since 1970
    if re.fullmatch(r'-?\d+', at):
        return int(at)
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    return (datetime.fromisoformat(at.replace('Z', '+00:00')) - epoch) // timedelta(milliseconds=1)

def signed(message, signature):
    with tempfile.NamedTemporaryFile() as said, tempfile.NamedTemporaryFile() as sign:
        said.write(message), said.flush()
        sign.write(base64.urlsafe_b64decode(signature + '==')), sign.flush()
        verify = ['openssl', 'pkeyutl', '-verify', '-pubin', '-inkey', sys.argv[2], '-rawin', '-in', said.name, '-sigfile', sign.name]
        return subprocess.run(verify, capture_output=True).returncode == 0

root = xml.parse(sys.argv[1]).getroot()
a = {name: text(value) for name, value in root.attrib.items()}
assert signed(fields('ringfence audit archive 1', a['system'], ms(a['archived']), ms(a['from']), ms(a['to']), a['key'],
                     a['after'], a['previous'], a['last'], a['hash']), a['signature']), 'the heading'
last, previous, since = int(a['after']), a['previous'], 0
for element in root:
    e = {name: text(value) for name, value in element.attrib.items()}
    if element.tag.endswith('}entry'):
        last, since = last + 1, since + 1
        assert int(e['id']) == last, f'entry {last} is missing'
        columns = [e['user'], e['source-ip'], e['application'], e['context'], e['action'], text(element.text or '')]
        hashed = fields('ringfence audit entry 1', previous, e['id'], ms(e['at']), e['level'], *columns)
        previous = hashlib.sha256(hashed).hexdigest()
        assert e['hash'] == previous, f'entry {last} was altered'
    else:
        assert (int(e['last']), e['hash'], int(e['entries'])) == (last, previous, since), f'checkpoint after {last}'
        said = fields('ringfence audit checkpoint 1', e['last'], e['hash'], ms(e['at']), e['entries'])
        assert signed(said, e['signature']), f'checkpoint after {last}'
        since = 0
assert (last, previous, since) == (int(a['last']), a['hash'], 0), 'the end is missing'
print(f"entries {int(a['after']) + 1} to {last} of {a['system']} are whole")
