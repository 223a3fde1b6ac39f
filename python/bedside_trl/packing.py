"""Whole cases packed into rows, for language modelling: packSequences of the embedded engine, in Python."""

NOT_LEARNT = -100


def pack(cases, context, completions_only):
    """
    Rows {input_ids, labels} up to the context's length; a new row where a new episode begins. `cases` are
    (prompt ids, completion ids, episode). Cases of a row see one another, which is what lets exemplars mean something
    later. A case is never cut; a row in which no token is learnt is left out.
    """
    rows, ids, labels, current = [], [], [], None

    def close():
        # Nothing stands before the first token of a row from which it could be learnt.
        labels[0] = NOT_LEARNT
        if any(label != NOT_LEARNT for label in labels):
            rows.append({"input_ids": list(ids), "labels": list(labels)})
        ids.clear()
        labels.clear()

    for prompt, completion, episode in cases:
        if ids and (len(ids) + len(prompt) + len(completion) > context or episode != current):
            close()
        current = episode
        ids += prompt + completion
        labels += ([NOT_LEARNT] * len(prompt) if completions_only else prompt) + completion
    if ids:
        close()
    return rows
