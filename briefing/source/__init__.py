"""Reading structured text files with every value's place kept.

The lowest room that touches a file's text: bytes are decoded, forbidden
characters found, YAML and JSON composed strictly (scalars stay the text that
was typed, duplicate keys are faults, aliases are limited, merges refused), and
the result checked against a model, with all problems placed.
"""
