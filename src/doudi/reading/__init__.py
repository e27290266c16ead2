"""Turn the bytes of a clerk's file into rows of cells, whatever the file claims to be.

Whatever parses untrusted bytes runs in a child process with limits; plaintext never touches the disk.
`process.read_file` is the door; what the cells mean is not asked here.
"""
