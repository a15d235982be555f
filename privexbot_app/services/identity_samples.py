"""What an owner's server does to vouch for a visitor, in three languages, and what the page does with it."""

PYTHON = """import hashlib, hmac, os

secret = os.getenv("PRIVEXBOT_IDENTITY_SECRET", "")
visitor_hash = hmac.new(secret.encode(), str(user.id).encode(), hashlib.sha256).hexdigest()"""

PHP = """<?php
$secret = getenv('PRIVEXBOT_IDENTITY_SECRET');
$visitor_hash = hash_hmac('sha256', (string) $user->id, $secret);"""

NODE = """const { createHmac } = require('node:crypto');

const secret = process.env.PRIVEXBOT_IDENTITY_SECRET;
const visitorHash = createHmac('sha256', secret).update(String(user.id)).digest('hex');"""

PAGE = """<script>
  pb('identify', { id: '…', name: '…', email: '…', hash: 'what your server computed' });
  pb('context', { plan: 'gold', product: 'Comet Runner' });
</script>"""
