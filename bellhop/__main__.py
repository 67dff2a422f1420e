"""`python -m bellhop`: the operators' command."""

from bellhop.cli import main

if __name__ == "__main__":
    main()
