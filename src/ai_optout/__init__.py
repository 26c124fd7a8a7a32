"""Tell Meta, in the ways that Meta itself offers, not to train AI on what you posted."""
