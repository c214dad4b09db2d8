"""The demonstration: a realistic fair, derived from real public records, visited at four moments of its life.

``source`` reads the packaged records and ``rules`` infers what they do not say; ``fair``, ``people`` and
``requests`` store them, deeds by the services that pages use; ``build`` lives through the fair and keeps a
snapshot of each of the ``moments``; ``summary`` says in a few lines what came out.
"""
