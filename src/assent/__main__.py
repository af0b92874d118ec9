"""The `assent` command."""


def main() -> None:
    from assent.cli import main as run

    run()


if __name__ == "__main__":
    main()
