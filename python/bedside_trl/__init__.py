"""The worker of Bedside's TRL engine: trains, generates and scores as one `run.json` says. See run_file.py."""
