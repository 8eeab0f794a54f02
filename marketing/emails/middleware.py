from marketing.emails.tracking import click, open_pixel


class TrackingMiddleware:
    """Answers /e/o/<token>.gif and /e/c/<token> before anything that costs more than they do."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = request.path_info
        if path.startswith("/e/c/"):
            return click(request, path[5:])
        if path.startswith("/e/o/") and path.endswith(".gif"):
            return open_pixel(request, path[5:-4])
        return self.get_response(request)
