from lempu.cli import main

main()
