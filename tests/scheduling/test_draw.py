"""The public draw can be recomputed by anybody, and steered by nobody."""

import hashlib

import pytest

from matchmaker.scheduling.draw import commitment, drawn, new_secret

SECRET = "00112233445566778899aabbccddeeff"


def test_anybody_can_recompute_the_draw_with_three_lines():
    parties = [f"{number:09d}" for number in range(50)] + ["G000000018"]

    by_hand = sorted(parties, key=lambda p: hashlib.sha256(f"{SECRET}:4711:{p}".encode()).hexdigest())

    assert drawn(SECRET, "4711", parties) == tuple(by_hand)


def test_the_order_of_registration_plays_no_part():
    parties = [f"{number:09d}" for number in range(20)]

    assert drawn(SECRET, "4711", parties) == drawn(SECRET, "4711", reversed(parties))


def test_another_public_number_makes_another_draw():
    parties = [f"{number:09d}" for number in range(20)]

    assert drawn(SECRET, "4711", parties) != drawn(SECRET, "4712", parties)


def test_the_commitment_is_the_hash_of_the_secret():
    assert commitment(SECRET) == hashlib.sha256(SECRET.encode()).hexdigest()


@pytest.mark.parametrize("secret", ["", "00112233", SECRET.upper(), SECRET + " ", "g" * 32])
def test_a_secret_that_is_short_or_not_hexadecimal_is_refused(secret):
    with pytest.raises(ValueError, match="hexadecimal"):
        commitment(secret)


def test_a_new_secret_has_128_bits_and_is_never_the_same():
    drawn_secrets = {new_secret() for _ in range(100)}

    assert len(drawn_secrets) == 100
    assert {len(bytes.fromhex(secret)) for secret in drawn_secrets} == {16}
