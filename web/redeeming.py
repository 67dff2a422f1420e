"""Exchanging a QR code for a session, within the limits: what the API and the scan page share (R-QR-2)."""

from __future__ import annotations

from flask import current_app, request

from web.limits import Limits
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import CodeRefused
from workflow.services import log_in_tries, qr_codes, qr_limits
from workflow.services.qr_codes import Redeemed
from workflow.services.qr_limits import QrLimits


def redeem(token: str) -> Redeemed:
    """Raises Throttled, CodeRefused and its kinds. What the desk did not write counts by the address alone."""
    desk: Desk = current_app.config["DESK"]
    limits: Limits = current_app.config["LIMITS"]
    peer = log_in_tries.network(request.remote_addr or "")
    try:
        code = qr_codes.read(token, keys=desk.keys)
    except CodeRefused:
        limits.check("redeem-address", peer, a_minute=QrLimits().per_address)
        raise
    with hotel(code.hotel_id):
        allowed = qr_limits.of_hotel(code.hotel_id)
    limits.check("redeem-address", peer, a_minute=allowed.per_address)
    limits.check("redeem-guest", f"{code.hotel_id} {code.guest_id}", a_minute=allowed.per_guest)
    return qr_codes.redeem(token, keys=desk.keys, now=clock.now())
