from jikimi.service.cli import main

main()
