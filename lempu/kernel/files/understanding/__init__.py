"""Reading what is in files that nobody trusts, in a bounded process of its own.

``python -m lempu.kernel.files.understanding JOB`` reads the file on standard input. The job is JSON:
``{"steps": ["text", "picture", "photo", "marks"], "kind": media type, "widths": [..]}``. For every
step one line of JSON is written as soon as it is done: ``{"step": NAME, ...}`` or ``{"step": NAME,
"refusal": CODE}``. A step without a line is the one that ended the process. One small module per
format; none knows of Django.
"""
