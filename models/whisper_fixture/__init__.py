"""Owns the making of the test suite's tiny Whisper checkpoint and of its test recordings.

The checkpoint hears one synthetic Mandarin voice (espeak-ng's ``cmn``) and nothing else; it lets tests run the real
``whisper.load_model(path).transcribe(file)`` path in seconds. It is not for production.
"""
