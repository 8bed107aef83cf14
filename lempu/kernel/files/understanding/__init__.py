"""Reading what is in files that nobody trusts, each in a bounded process of its own.

``python -m lempu.kernel.files.understanding HANDLE`` waits at a socket for jobs and forks for each one. The
job is JSON: ``{"steps": ["text", "picture", "photo", "marks"], "kind": media type, "widths": [..]}``. For
every step one line of JSON is written as soon as it is done: ``{"step": NAME, ...}`` or ``{"step": NAME,
"refusal": CODE}``. A step without a line is the one that ended the process. One small module per
format; none knows of Django.
"""
