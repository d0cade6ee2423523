"""A second implementation of PROTOCOL.md in another language, from its formulas alone, with an AES of its own.

Prints vectors.json on stdout. Python's standard library only.
"""

import base64
import hashlib
import hmac
import json


def b64(data):
    return base64.b64encode(data).decode("ascii")


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


# AES-256 (FIPS 197): tables are computed, not copied.
def times_two(a):
    return (a << 1) ^ (0x11B if a & 0x80 else 0)


def times(a, b):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = times_two(a), b >> 1
    return product


def substitution():
    box = []
    for value in range(256):
        inverse = next((c for c in range(256) if times(value, c) == 1), 0)
        turned = [((inverse << n) | (inverse >> (8 - n))) & 0xFF for n in range(5)]
        box.append(turned[0] ^ turned[1] ^ turned[2] ^ turned[3] ^ turned[4] ^ 0x63)
    return box


BOX = substitution()


def expand(key):
    words = [list(key[i : i + 4]) for i in range(0, 32, 4)]
    constant = 1
    while len(words) < 60:
        word = list(words[-1])
        if len(words) % 8 == 0:
            word = [BOX[b] for b in word[1:] + word[:1]]
            word[0] ^= constant
            constant = times_two(constant)
        elif len(words) % 8 == 4:
            word = [BOX[b] for b in word]
        words.append([a ^ b for a, b in zip(words[-8], word)])
    return [sum(words[i : i + 4], []) for i in range(0, 60, 4)]


def encrypt_block(round_keys, block):
    state = [a ^ b for a, b in zip(block, round_keys[0])]
    for number, key in enumerate(round_keys[1:], 1):
        state = [BOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if number < 14:
            mixed = []
            for c in range(0, 16, 4):
                for r in range(4):
                    a, b, d, e = (state[c + (r + n) % 4] for n in range(4))
                    mixed.append(times(a, 2) ^ times(b, 3) ^ d ^ e)
            state = mixed
        state = [a ^ b for a, b in zip(state, key)]
    return bytes(state)


# Galois/Counter Mode (SP 800-38D), without additional data.
def multiply(x, y):
    product = 0
    for bit in range(127, -1, -1):
        if (x >> bit) & 1:
            product ^= y
        y = (y >> 1) ^ (0xE1 << 120 if y & 1 else 0)
    return product


def ghash(h, data):
    total = 0
    for i in range(0, len(data), 16):
        total = multiply(total ^ int.from_bytes(data[i : i + 16].ljust(16, b"\0"), "big"), h)
    return total


def padded(data):
    return data + b"\0" * (-len(data) % 16)


def seal(key, iv, plaintext):
    keys = expand(key)
    h = int.from_bytes(encrypt_block(keys, bytes(16)), "big")
    if len(iv) == 12:
        first = iv + b"\0\0\0\1"
    else:
        first = ghash(h, padded(iv) + bytes(8) + (8 * len(iv)).to_bytes(8, "big")).to_bytes(16, "big")
    payload = b""
    for i in range(0, len(plaintext), 16):
        counter = (int.from_bytes(first[12:], "big") + 1 + i // 16) % 2**32
        stream = encrypt_block(keys, first[:12] + counter.to_bytes(4, "big"))
        payload += bytes(a ^ b for a, b in zip(plaintext[i : i + 16], stream))
    digest = ghash(h, padded(payload) + bytes(8) + (8 * len(payload)).to_bytes(8, "big"))
    tag = bytes(a ^ b for a, b in zip(digest.to_bytes(16, "big"), encrypt_block(keys, first)))
    return {"iv": b64(iv), "tag": b64(tag), "payload": b64(payload)}


def some_bytes(label, count):
    return hashlib.sha256(label.encode()).digest()[:count]


def vector(name, credentials, rounds, iv_length, new_password=None):
    username = credentials["user"]
    secret = credentials["password"] if username == "user" else credentials["masterKey"]
    client_nonce = b64(some_bytes(name + " client nonce", 12))
    server_nonce = b64(some_bytes(name + " server nonce", 12))
    salt = some_bytes(name + " salt", 16)
    transaction = b64(some_bytes(name + " transaction", 32))
    token = some_bytes(name + " token", 32).hex()
    salted = hashlib.pbkdf2_hmac("sha256", secret.encode("utf-8"), salt, rounds, 32)
    client_key = mac(salted, b"Client Key")
    stored_key = hashlib.sha256(client_key).digest()
    message = "n=%s,r=%s,r=%s,s=%s,i=%d,c=biws,r=%s" % (
        username, client_nonce, server_nonce, b64(salt), rounds, server_nonce)
    message = message.encode("utf-8")
    proof = bytes(a ^ b for a, b in zip(client_key, mac(stored_key, message)))
    signature = mac(mac(salted, b"Server Key"), message)
    protocol_key = mac(stored_key, b"Session Key" + message + client_key)
    plaintext = token
    if new_password is not None:
        plaintext += ":" + new_password
    elif "serviceCode" in credentials:
        plaintext += ":" + credentials["serviceCode"]
    sealed = seal(protocol_key, some_bytes(name + " iv", iv_length), plaintext.encode("utf-8"))
    return {
        "name": name,
        "credentials": credentials,
        "newPassword": new_password,
        "start": {"username": username, "nonce": client_nonce},
        "startAnswer": {"nonce": server_nonce, "transactionId": transaction, "salt": b64(salt), "rounds": rounds},
        "finish": {"transactionId": transaction, "proof": b64(proof)},
        "finishAnswer": {"token": token, "signature": b64(signature)},
        "last": {"transactionId": transaction, **sealed},
    }


VECTORS = [
    vector("owner as seen on a device", {"user": "user", "password": "secret"}, 29000, 16),
    vector("owner with the short iv", {"user": "user", "password": "secret"}, 29000, 12),
    vector("owner with a password beyond ASCII", {"user": "user", "password": "Sonne:Stra\u00dfe \u2600\U0001f31e e\u0301"}, 1000, 16),
    vector("owner with a password longer than a hash block", {"user": "user", "password": "0123456789abcdef" * 8}, 1000, 12),
    vector("installer with service code", {"user": "master", "masterKey": "A1B2C3D4E5", "serviceCode": "9876:54"}, 29000, 16),
    vector("installer without service code", {"user": "master", "masterKey": "A1B2C3D4E5"}, 1000, 12),
    vector("owner changes the password", {"user": "user", "password": "old"}, 1000, 16, "new:\u00fcber"),
    vector("installer sets a forgotten password", {"user": "master", "masterKey": "A1B2C3D4E5"}, 1000, 16, "n" * 100),
]

if __name__ == "__main__":
    print(json.dumps(VECTORS, indent=2, ensure_ascii=True))
