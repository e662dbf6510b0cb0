"""Who is told of finals, wins and switches without watching?"""
